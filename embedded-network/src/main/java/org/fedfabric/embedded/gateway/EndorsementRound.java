package org.fedfabric.embedded.gateway;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.fedfabric.embedded.wire.ProposedTransaction;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponse;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TransactionAction;

/**
 * Collects the endorsements of one proposal.
 *
 * <p>As many endorsers as are still needed are asked at a time; one that fails or disagrees with the first is replaced by
 * the next, until there are enough or nobody is left. Endorsers are compared with the first that answered, so the ones
 * named as differing are those that differ from the gateway's own enterprise.
 */
final class EndorsementRound {
    private final ProposedTransaction proposal;
    private final List<EndorsingPeer> candidates;
    private final int required;
    private final Duration timeout;
    private final List<Endorsement> endorsements = new ArrayList<>();
    private final List<ErrorDetail> errors = new ArrayList<>();
    private ByteString agreedPayload;
    private int asked;

    private EndorsementRound(
            ProposedTransaction proposal, List<EndorsingPeer> candidates, int required, Duration timeout) {
        this.proposal = proposal;
        this.candidates = candidates;
        this.required = required;
        this.timeout = timeout;
    }

    /** Endorsements of that many of the peers; the first of them must be among those who endorse. */
    static CompletableFuture<Envelope> ownFirst(
            ProposedTransaction proposal, List<EndorsingPeer> ownThenOthers, int required, Duration timeout) {
        EndorsementRound round = new EndorsementRound(proposal, ownThenOthers, required, timeout);
        return PeerAnswer.from(ownThenOthers.get(0), proposal.signed(), timeout).thenCompose(answer -> {
            round.asked = 1;
            if (!answer.isSuccess()) {
                throw GatewayErrors.of(
                        Status.Code.ABORTED,
                        "failed to endorse transaction, see attached details for more info",
                        List.of(answer.peer().error(answer.message())));
            }
            round.accept(answer);
            return round.complete();
        });
    }

    /** Endorsements of all of the peers, as the client has asked for. */
    static CompletableFuture<Envelope> ofAll(
            ProposedTransaction proposal, List<EndorsingPeer> peers, Duration timeout) {
        return new EndorsementRound(proposal, peers, peers.size(), timeout).complete();
    }

    private CompletableFuture<Envelope> complete() {
        int missing = required - endorsements.size();
        if (missing == 0) {
            return CompletableFuture.completedFuture(transaction());
        }
        if (missing > candidates.size() - asked) {
            throw GatewayErrors.of(
                    Status.Code.ABORTED,
                    "failed to collect enough transaction endorsements, see attached details for more info",
                    errors);
        }
        List<CompletableFuture<PeerAnswer>> answers = candidates.subList(asked, asked + missing).stream()
                .map(peer -> PeerAnswer.from(peer, proposal.signed(), timeout))
                .toList();
        asked += missing;
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenCompose(done -> {
                    answers.forEach(answer -> accept(answer.join()));
                    return complete();
                });
    }

    private void accept(PeerAnswer answer) {
        if (!answer.isSuccess()) {
            errors.add(answer.peer().error(answer.message()));
            return;
        }
        ProposalResponse response = answer.response();
        if (agreedPayload == null) {
            agreedPayload = response.getPayload();
        }
        if (agreedPayload.equals(response.getPayload())) {
            endorsements.add(response.getEndorsement());
        } else {
            errors.add(answer.peer().error("ProposalResponsePayloads do not match"));
        }
    }

    /** The transaction the client is to sign. Transient data stays behind. */
    private Envelope transaction() {
        ChaincodeActionPayload action = ChaincodeActionPayload.newBuilder()
                .setChaincodeProposalPayload(ProposedTransaction.withoutTransientData(proposal.inputBytes())
                        .toByteString())
                .setAction(ChaincodeEndorsedAction.newBuilder()
                        .setProposalResponsePayload(agreedPayload)
                        .addAllEndorsements(endorsements))
                .build();
        Transaction transaction = Transaction.newBuilder()
                .addActions(TransactionAction.newBuilder()
                        .setHeader(proposal.header().getSignatureHeader())
                        .setPayload(action.toByteString()))
                .build();
        return Envelope.newBuilder()
                .setPayload(Payload.newBuilder()
                        .setHeader(proposal.header())
                        .setData(transaction.toByteString())
                        .build()
                        .toByteString())
                .build();
    }
}
