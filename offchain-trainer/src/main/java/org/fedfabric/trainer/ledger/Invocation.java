package org.fedfabric.trainer.ledger;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.fedfabric.trainer.ledger.EndorsementPlan.Step;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.Proposal;
import org.hyperledger.fabric.client.Transaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** Submissions: endorse, hand over, learn the fate; what went wrong decides what comes next ({@link EndorsementPlan}). */
final class Invocation {
    /** Ten increments of one key by ten clients at once took 44 proposals; FedFabric's keys are shared by few. */
    private static final int MAX_CONFLICTS = 12;

    private static final Logger LOG = System.getLogger(Invocation.class.getPackageName());

    private final ConnectionProfile profile;
    private final Deadlines deadlines;
    private final Gateways gateways;
    private final LedgerCounters counters;
    private final Suspicion suspicion;
    private final CommitWitnesses witnesses;

    Invocation(
            ConnectionProfile profile,
            Deadlines deadlines,
            Gateways gateways,
            LedgerCounters counters,
            Suspicion suspicion) {
        this.profile = profile;
        this.deadlines = deadlines;
        this.gateways = gateways;
        this.counters = counters;
        this.suspicion = suspicion;
        this.witnesses = new CommitWitnesses(profile, deadlines, gateways);
    }

    CommittedTransaction submit(String function, String... arguments) throws LedgerException {
        Run run = new Run(function, arguments);
        try {
            CommittedTransaction committed = run.untilCommitted();
            counters.committed();
            return committed;
        } catch (LedgerRefusal e) {
            counters.refused();
            throw e;
        } catch (LedgerException e) {
            counters.failed();
            throw e;
        } finally {
            if (run.attempts > 1 || run.handedOverAgain) {
                counters.retried();
            }
        }
    }

    /** One call of the client, over all its proposals. */
    private final class Run {
        private final String function;
        private final String[] arguments;
        private final TimeLimit limit = TimeLimit.in(deadlines.invocation());
        private final EndorsementPlan plan = new EndorsementPlan(profile, gateways.inOrder(), suspicion.stands());
        private int attempts;
        private int conflicts;
        private boolean handedOverAgain;

        Run(String function, String... arguments) {
            this.function = function;
            this.arguments = arguments;
        }

        CommittedTransaction untilCommitted() throws LedgerException {
            while (true) {
                PeerConnection peer = plan.peer();
                attempts++;
                Proposal proposal = gateways.proposal(peer, plan.endorsers(), function, arguments);
                Transaction transaction;
                try {
                    transaction = endorse(proposal);
                } catch (EndorseException e) {
                    next(proposal, e, peer);
                    continue;
                }
                Fate fate = new Delivery(gateways, deadlines, limit, witnesses, peer, transaction).untilKnown();
                handedOverAgain |= fate.handedOver() > 1;
                if (fate.code() == TxValidationCode.VALID) {
                    if (plan.withoutOwn()) {
                        suspicion.raise();
                    }
                    String result = new String(transaction.getResult(), java.nio.charset.StandardCharsets.UTF_8);
                    return new CommittedTransaction(
                            transaction.getTransactionId(), fate.blockNumber(), result, attempts);
                }
                conflict(transaction.getTransactionId(), fate.code());
            }
        }

        private Transaction endorse(Proposal proposal) throws EndorseException {
            Duration deadline = limit.within(deadlines.endorseOf(function));
            return proposal.endorse(o -> o.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS));
        }

        private void conflict(String transactionId, TxValidationCode code) throws LedgerException {
            conflicts++;
            boolean worthRepeating =
                    code == TxValidationCode.MVCC_READ_CONFLICT || code == TxValidationCode.PHANTOM_READ_CONFLICT;
            Duration most = Duration.ofMillis(Math.min(1_000, 50L << Math.min(conflicts, 5)));
            if (!worthRepeating || conflicts > MAX_CONFLICTS || !limit.pause(Duration.ZERO, most)) {
                throw new TransactionInvalidException(
                        function + " was committed as " + code + " after " + attempts + " proposals (transaction "
                                + transactionId + ")",
                        transactionId,
                        code.name());
            }
        }

        private void next(Proposal proposal, GatewayException e, PeerConnection peer) throws LedgerException {
            GatewayFailure failure = GatewayFailure.of(e, peer.mspId());
            Step step = plan.after(failure);
            if (step.peerFailed()) {
                peer.failed();
            }
            if (step.reconnect()) {
                peer.reconnectNow();
            }
            if (step.notice() != null) {
                LOG.log(Level.WARNING, "{0}: {1}", function, step.notice());
            }
            if (step.again() && limit.pause(step.pauseAtLeast(), step.pauseAtMost())) {
                return;
            }
            if (failure.code() != null) {
                throw new LedgerRefusal(failure.code(), failure.text(), failure.mspIds(), proposal.getTransactionId());
            }
            if (failure.isExpired()) {
                throw new CertificateExpiredException(
                        function + " was refused. " + gateways.identity().advice(), proposal.getTransactionId(), e);
            }
            throw new EndorsementFailedException(
                    function + " was not endorsed through " + peer.endpoint() + " after " + attempts + " proposals: "
                            + failure.text(),
                    proposal.getTransactionId(),
                    e);
        }
    }

    /** What became of a transaction. */
    record Fate(TxValidationCode code, long blockNumber, int handedOver) {}
}
