package org.fedfabric.embedded.ordering;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.fedfabric.embedded.identity.MemberIdentity;
import org.fedfabric.embedded.identity.MembershipRegistry;
import org.fedfabric.embedded.identity.UnknownIdentityException;
import org.fedfabric.embedded.ledger.Ledger;
import org.fedfabric.embedded.wire.EndorsedTransaction;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Status;
import org.hyperledger.fabric.protos.orderer.BroadcastResponse;

/** Puts a channel's transactions in the order of their arrival and commits them, on one thread of its own. */
public final class SoloOrderer implements AutoCloseable {
    /** Transactions that may wait; beyond it senders are told to come back (some seconds of work at full speed). */
    private static final int QUEUE_LIMIT = 4096;

    /** How long a stop waits for the block that is being written. */
    private static final long STOP_MILLIS = 10_000;

    /** Ends the thread. It must never be interrupted: an interrupt would close the ledger's file. */
    private static final Envelope STOP = Envelope.newBuilder().build();

    private final Ledger ledger;
    private final MembershipRegistry members;
    private final BatchLimits limits;
    private final Clock clock;
    private final Consumer<IOException> onLedgerFailure;
    private final BlockingQueue<Envelope> queue = new ArrayBlockingQueue<>(QUEUE_LIMIT + 1);
    private final Thread thread;
    private volatile boolean closed;

    /**
     * An orderer that is ready to be started.
     *
     * @param onLedgerFailure called once, on the ordering thread, when a block cannot be made durable
     */
    public SoloOrderer(
            Ledger ledger,
            MembershipRegistry members,
            BatchLimits limits,
            Clock clock,
            Consumer<IOException> onLedgerFailure) {
        this.ledger = ledger;
        this.members = members;
        this.limits = limits;
        this.clock = clock;
        this.onLedgerFailure = onLedgerFailure;
        this.thread = new Thread(this::run, "orderer-" + ledger.channel().channelId());
        thread.setDaemon(true);
    }

    /** Begins to cut blocks. */
    public void start() {
        thread.start();
    }

    /** Accepts a transaction into the queue, or says why not, with an orderer's status codes. */
    public BroadcastResponse broadcast(Envelope envelope) {
        int bytes = envelope.getSerializedSize();
        if (bytes > limits.absoluteMaxBytes()) {
            return refusal(
                    Status.BAD_REQUEST,
                    "message payload is " + bytes + " bytes and exceeds maximum allowed " + limits.absoluteMaxBytes()
                            + " bytes");
        }
        EndorsedTransaction.Headers headers;
        try {
            headers = EndorsedTransaction.Headers.of(envelope);
        } catch (InvalidProtocolBufferException e) {
            return refusal(Status.BAD_REQUEST, "could not determine channel ID: " + e.getMessage());
        }
        if (headers.channel().getType() != HeaderType.ENDORSER_TRANSACTION_VALUE) {
            return refusal(
                    Status.BAD_REQUEST,
                    "only endorser transactions can be ordered; the header type is "
                            + headers.channel().getType());
        }
        if (!isSignedByWriter(headers, envelope)) {
            return refusal(
                    Status.FORBIDDEN,
                    "implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of"
                            + " the 'Writers' sub-policies to be satisfied: permission denied");
        }
        if (closed || queue.size() >= QUEUE_LIMIT || !queue.offer(envelope)) {
            return refusal(Status.SERVICE_UNAVAILABLE, "the ordering queue of this channel is full or closed");
        }
        return BroadcastResponse.newBuilder().setStatus(Status.SUCCESS).build();
    }

    private boolean isSignedByWriter(EndorsedTransaction.Headers headers, Envelope envelope) {
        try {
            MemberIdentity sender = members.deserialize(headers.signature().getCreator());
            return sender.role().maySubmit()
                    && ledger.channel().organizations().containsKey(sender.mspId())
                    && sender.isValidAt(clock.instant())
                    && sender.verify(envelope.getPayload(), envelope.getSignature());
        } catch (UnknownIdentityException e) {
            return false;
        }
    }

    private static BroadcastResponse refusal(Status status, String info) {
        return BroadcastResponse.newBuilder().setStatus(status).setInfo(info).build();
    }

    private void run() {
        BatchCutter cutter = new BatchCutter(limits);
        try {
            while (collect(cutter)) {
                if (!cutter.isEmpty()) {
                    ledger.commit(cutter.cut().orElseThrow());
                }
            }
            if (!cutter.isEmpty()) {
                ledger.commit(cutter.cut().orElseThrow());
            }
        } catch (IOException e) {
            closed = true;
            onLedgerFailure.accept(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            closed = true;
            onLedgerFailure.accept(new IOException("a batch could not be validated: " + e, e));
        }
    }

    /** Fills the cutter until a batch is due; commits the batches that fill up meanwhile. False at the end. */
    private boolean collect(BatchCutter cutter) throws InterruptedException, IOException {
        Envelope envelope = queue.take();
        long deadline = System.nanoTime() + limits.timeout().toNanos();
        while (envelope != null) {
            if (envelope == STOP) {
                return false;
            }
            for (List<Envelope> batch : cutter.add(envelope)) {
                ledger.commit(batch);
                deadline = System.nanoTime() + limits.timeout().toNanos();
            }
            envelope = queue.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        return true;
    }

    /** Commits what was accepted and ends the thread. */
    @Override
    public void close() {
        closed = true;
        try {
            if (thread.isAlive()) {
                queue.put(STOP);
                thread.join(STOP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
