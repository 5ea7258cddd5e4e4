package org.fedfabric.trainer.ledger;

import io.grpc.Status.Code;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.trainer.ledger.GatewayFailure.Kind;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.Proposal;

/**
 * Queries. Fabric's gateway passes an evaluation on to a rival's peer when the own one fails, silently; naming the
 * endorsing enterprise in each call keeps the choice here.
 */
final class Enquiry {
    private static final Logger LOG = System.getLogger(Enquiry.class.getPackageName());

    private final ConnectionProfile profile;
    private final Deadlines deadlines;
    private final Gateways gateways;

    Enquiry(ConnectionProfile profile, Deadlines deadlines, Gateways gateways) {
        this.profile = profile;
        this.deadlines = deadlines;
        this.gateways = gateways;
    }

    String own(String function, String... arguments) throws LedgerException {
        TimeLimit limit = TimeLimit.in(deadlines.invocation());
        EvaluationFailedException ownFailure = null;
        for (PeerConnection peer : gateways.inOrder()) {
            if (!peer.mspId().equals(profile.mspId()) || peer.rests()) {
                continue;
            }
            try {
                return ask(peer, limit, function, arguments);
            } catch (EvaluationFailedException e) {
                if (e.denied()) {
                    throw e;
                }
                ownFailure = e;
                peer.failed();
                LOG.log(Level.WARNING, "{0} does not answer; asking the other enterprises", peer.endpoint());
            }
        }
        try {
            return elsewhere(limit, function, arguments);
        } catch (EvaluationFailedException e) {
            if (ownFailure != null) {
                throw new EvaluationFailedException(
                        ownFailure.getMessage() + ". " + e.getMessage(), e.transactionId(), false, ownFailure);
            }
            // The own peer rests since an earlier failure; with the others of no help it is asked all the same.
            return ask(
                    gateways.inOrder().stream().filter(this::isOwn).findFirst().orElseThrow(),
                    limit,
                    function,
                    arguments);
        }
    }

    private boolean isOwn(PeerConnection peer) {
        return peer.mspId().equals(profile.mspId());
    }

    String elsewhere(String function, String... arguments) throws LedgerException {
        return elsewhere(TimeLimit.in(deadlines.invocation()), function, arguments);
    }

    private String elsewhere(TimeLimit limit, String function, String... arguments) throws LedgerException {
        int needed = profile.majority();
        if (gateways.inOrderWithout(profile.mspId()).isEmpty()) {
            throw new EvaluationFailedException(
                    function + " can be asked of the own enterprise only, whose peer does not answer",
                    null,
                    false,
                    null);
        }
        List<String> answers = new ArrayList<>();
        // Peers commit the same block at slightly different moments: answers that differ now may agree in a moment.
        do {
            answers.clear();
            Map<String, Set<String>> agreeing = new LinkedHashMap<>();
            for (PeerConnection peer : gateways.inOrderWithout(profile.mspId())) {
                Answer answer = answerOf(peer, limit, function, arguments);
                answers.add(peer.mspId() + ": " + answer.excerpt());
                if (answer.counts()) {
                    Set<String> enterprises = agreeing.computeIfAbsent(answer.key(), k -> new LinkedHashSet<>());
                    enterprises.add(peer.mspId());
                    if (enterprises.size() >= needed) {
                        return answer.resultOrRefusal();
                    }
                }
            }
        } while (answers.size() >= needed
                && limit.pause(Duration.ofMillis(200), Duration.ofMillis(400))
                && !tooLate(limit));
        throw new EvaluationFailedException(
                "Without the own peer, " + needed + " enterprises must give the same answer to " + function
                        + ". Provided value: " + answers
                        + ". See whether the own enterprise's peer and chaincode run.",
                null,
                false,
                null);
    }

    /** Disagreement that lasts is not worth the whole invocation: the caller asks again when it has reason to. */
    private boolean tooLate(TimeLimit limit) {
        return limit.within(deadlines.invocation())
                        .compareTo(deadlines.invocation().dividedBy(2))
                < 0;
    }

    private Answer answerOf(PeerConnection peer, TimeLimit limit, String function, String... arguments) {
        try {
            return new Answer(ask(peer, limit, function, arguments), null, null);
        } catch (LedgerRefusal e) {
            return new Answer(null, e, null);
        } catch (LedgerException e) {
            if (!(e instanceof EvaluationFailedException failure && failure.denied())) {
                peer.failed();
            }
            return new Answer(null, null, e.getMessage());
        }
    }

    private record Answer(String result, LedgerRefusal refusal, String failure) {
        boolean counts() {
            return failure == null;
        }

        String key() {
            return refusal == null ? "=" + result : "!" + refusal.code();
        }

        String resultOrRefusal() throws LedgerRefusal {
            if (refusal != null) {
                throw refusal;
            }
            return result;
        }

        String excerpt() {
            String text = failure != null ? failure : refusal != null ? refusal.getMessage() : result;
            return text.length() <= 120 ? text : text.substring(0, 120) + "…";
        }
    }

    /** Asks one enterprise's peer, again while it is busy or just started. */
    private String ask(PeerConnection peer, TimeLimit limit, String function, String... arguments)
            throws LedgerException {
        boolean reconnected = false;
        TimeLimit readiness = TimeLimit.in(Duration.ofSeconds(5));
        while (true) {
            Proposal proposal = gateways.proposal(peer, List.of(peer.mspId()), function, arguments);
            GatewayFailure failure;
            GatewayException cause;
            try {
                Duration deadline = limit.within(deadlines.evaluate());
                byte[] result = proposal.evaluate(o -> o.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS));
                return new String(result, StandardCharsets.UTF_8);
            } catch (GatewayException e) {
                cause = e;
                failure = GatewayFailure.of(e, peer.mspId());
            }
            // Bytes that are missing may be missing for long; only the caller knows whether it can do without.
            if (failure.kind() == Kind.REFUSED || failure.code() == RefusalCode.CONTENT_UNAVAILABLE) {
                throw new LedgerRefusal(failure.code(), failure.text(), failure.mspIds(), proposal.getTransactionId());
            }
            boolean again = switch (failure.kind()) {
                case BUSY -> limit.pause(Duration.ofMillis(200), Duration.ofMillis(600));
                case NOT_READY -> !readiness.passed() && limit.pause(Duration.ofMillis(200), Duration.ofMillis(400));
                case UNREACHABLE ->
                    !reconnected
                            && cause.getStatus().getCode() == Code.UNAVAILABLE
                            && limit.pause(Duration.ofMillis(50), Duration.ofMillis(150));
                default -> false;
            };
            if (!again) {
                if (failure.kind() == Kind.BUSY) {
                    throw new LedgerRefusal(
                            failure.code(), failure.text(), failure.mspIds(), proposal.getTransactionId());
                }
                if (failure.isExpired()) {
                    throw new CertificateExpiredException(
                            function + " was refused. " + gateways.identity().advice(),
                            proposal.getTransactionId(),
                            cause);
                }
                throw new EvaluationFailedException(
                        function + " was not answered by " + peer.endpoint() + ": " + failure.text(),
                        proposal.getTransactionId(),
                        failure.kind() == Kind.DENIED || failure.kind() == Kind.INTERRUPTED,
                        cause);
            }
            if (failure.kind() == Kind.UNREACHABLE) {
                reconnected = true;
                peer.reconnectNow();
            }
        }
    }
}
