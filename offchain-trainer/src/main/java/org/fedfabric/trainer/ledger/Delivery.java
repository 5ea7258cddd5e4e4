package org.fedfabric.trainer.ledger;

import io.grpc.Status.Code;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fedfabric.trainer.ledger.Invocation.Fate;
import org.hyperledger.fabric.client.CommitStatusException;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.Status;
import org.hyperledger.fabric.client.SubmitException;
import org.hyperledger.fabric.client.SubmittedTransaction;
import org.hyperledger.fabric.client.Transaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Hands one endorsed transaction over until its fate is known. An orderer's acceptance is not durable: transactions that
 * a Raft leader took with it when it died are gone, without a word. So the same signed bytes go out again whenever the
 * status stays unknown; the ledger counts them once, and tells the first copy's status for each.
 */
final class Delivery {
    private static final Logger LOG = System.getLogger(Delivery.class.getPackageName());

    /** Failures in a row through one gateway after which another carries the same bytes. */
    private static final int PATIENCE = 3;

    private final Gateways gateways;
    private final Deadlines deadlines;
    private final TimeLimit limit;
    private final CommitWitnesses witnesses;
    private PeerConnection peer;
    private Transaction transaction;
    private int handedOver;
    private int failuresInARow;
    private int refusals;
    private boolean mayBeOrdered;

    Delivery(
            Gateways gateways,
            Deadlines deadlines,
            TimeLimit limit,
            CommitWitnesses witnesses,
            PeerConnection peer,
            Transaction transaction) {
        this.gateways = gateways;
        this.deadlines = deadlines;
        this.limit = limit;
        this.witnesses = witnesses;
        this.peer = peer;
        this.transaction = transaction;
    }

    Fate untilKnown() throws LedgerException {
        while (true) {
            String failure;
            GatewayException cause = null;
            try {
                handedOver++;
                Duration submit = limit.within(deadlines.submit());
                SubmittedTransaction submitted =
                        transaction.submitAsync(o -> o.withDeadlineAfter(submit.toNanos(), TimeUnit.NANOSECONDS));
                mayBeOrdered = true;
                Duration wait = limit.within(deadlines.status());
                Status status = submitted.getStatus(o -> o.withDeadlineAfter(wait.toNanos(), TimeUnit.NANOSECONDS));
                // A second copy in a block is marked as a duplicate; its status says nothing of the first, which
                // counts.
                if (status.getCode() != TxValidationCode.DUPLICATE_TXID
                        && witnesses.confirm(peer, status, submitted, limit)) {
                    return new Fate(status.getCode(), status.getBlockNumber(), handedOver);
                }
                failure = status.getCode() + ", which only " + peer.endpoint() + " says";
            } catch (SubmitException e) {
                refuseIfFinal(e);
                failure = StatusText.of(e.getStatus());
                cause = e;
            } catch (CommitStatusException e) {
                failure = StatusText.of(e.getStatus());
                cause = e;
            }
            failuresInARow++;
            LOG.log(Level.INFO, "transaction {0}: {1}; handing it over again", transaction.getTransactionId(), failure);
            if (cause != null && cause.getStatus().getCode() == Code.UNAVAILABLE) {
                peer.reconnectNow();
            }
            if (failuresInARow >= PATIENCE) {
                changeGateway();
            }
            if (!limit.pause(Duration.ofMillis(50), Duration.ofMillis(250))) {
                throw new CommitUnknownException(
                        "The fate of transaction " + transaction.getTransactionId() + " must become known within "
                                + deadlines.invocation().toSeconds() + " s. Provided value: " + failure
                                + " after handing it over " + handedOver
                                + " times. See whether a majority of orderers and the own peer run.",
                        transaction.getTransactionId(),
                        cause);
            }
        }
    }

    /**
     * An orderer's 4xx answers arrive as ABORTED: all honest orderers refuse such bytes. One that is alone may be misled or
     * hostile, so the gateway, which asks them in random order, is asked again. Once a copy may have been ordered, no
     * refusal of a further one is final: the transaction can commit yet.
     */
    private void refuseIfFinal(SubmitException e) throws SubmissionFailedException {
        Code code = e.getStatus().getCode();
        if (code == Code.DEADLINE_EXCEEDED || code == Code.CANCELLED || code == Code.UNAVAILABLE) {
            mayBeOrdered |= code != Code.UNAVAILABLE;
            return;
        }
        boolean refusedByOrderer = code == Code.ABORTED;
        // FAILED_PRECONDITION, NOT_FOUND: a gateway that was just started does not know the channel's orderers yet.
        boolean passes = code == Code.FAILED_PRECONDITION || code == Code.NOT_FOUND;
        if (mayBeOrdered || passes || refusedByOrderer && ++refusals < PATIENCE) {
            return;
        }
        throw new SubmissionFailedException(
                "The orderers refused transaction " + transaction.getTransactionId() + ": "
                        + StatusText.of(e.getStatus()) + " " + e.getDetails(),
                transaction.getTransactionId(),
                e);
    }

    private void changeGateway() {
        failuresInARow = 0;
        peer.failed();
        List<PeerConnection> order = gateways.inOrder();
        PeerConnection next = order.get(0);
        if (next != peer) {
            LOG.log(
                    Level.WARNING,
                    "transaction {0}: {1} does not tell its fate; asking through {2}",
                    transaction.getTransactionId(),
                    peer.endpoint(),
                    next.endpoint());
            peer = next;
            transaction = gateways.same(peer, transaction);
        }
    }
}
