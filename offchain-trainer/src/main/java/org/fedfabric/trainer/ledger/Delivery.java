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
    private PeerConnection peer;
    private Transaction transaction;
    private int handedOver;
    private int failuresInARow;

    Delivery(Gateways gateways, Deadlines deadlines, TimeLimit limit, PeerConnection peer, Transaction transaction) {
        this.gateways = gateways;
        this.deadlines = deadlines;
        this.limit = limit;
        this.peer = peer;
        this.transaction = transaction;
    }

    Fate untilKnown() throws LedgerException {
        while (true) {
            GatewayException failure;
            try {
                handedOver++;
                Duration submit = limit.within(deadlines.submit());
                SubmittedTransaction submitted =
                        transaction.submitAsync(o -> o.withDeadlineAfter(submit.toNanos(), TimeUnit.NANOSECONDS));
                Duration wait = limit.within(deadlines.status());
                Status status = submitted.getStatus(o -> o.withDeadlineAfter(wait.toNanos(), TimeUnit.NANOSECONDS));
                return new Fate(status.getCode(), status.getBlockNumber(), handedOver);
            } catch (SubmitException e) {
                refuseIfFinal(e);
                failure = e;
            } catch (CommitStatusException e) {
                failure = e;
            }
            failuresInARow++;
            LOG.log(
                    Level.INFO,
                    "transaction {0}: {1}; handing it over again",
                    transaction.getTransactionId(),
                    failure.getStatus().getCode());
            if (failure.getStatus().getCode() == Code.UNAVAILABLE) {
                peer.reconnectNow();
            }
            if (failuresInARow >= PATIENCE) {
                changeGateway();
            }
            if (!limit.pause(Duration.ofMillis(50), Duration.ofMillis(250))) {
                throw new CommitUnknownException(
                        "The fate of transaction " + transaction.getTransactionId() + " must become known within "
                                + deadlines.invocation().toSeconds() + " s. Provided value: "
                                + StatusText.of(failure.getStatus())
                                + " after handing it over " + handedOver
                                + " times. See whether a majority of orderers and the own peer run.",
                        transaction.getTransactionId(),
                        failure);
            }
        }
    }

    /** The gateway passes an orderer's 4xx answers on as ABORTED: the same bytes would be refused again. */
    private void refuseIfFinal(SubmitException e) throws SubmissionFailedException {
        Code code = e.getStatus().getCode();
        if (code != Code.UNAVAILABLE && code != Code.DEADLINE_EXCEEDED && code != Code.CANCELLED) {
            throw new SubmissionFailedException(
                    "The orderers refused transaction " + transaction.getTransactionId() + ": "
                            + StatusText.of(e.getStatus()) + " " + e.getDetails(),
                    transaction.getTransactionId(),
                    e);
        }
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
