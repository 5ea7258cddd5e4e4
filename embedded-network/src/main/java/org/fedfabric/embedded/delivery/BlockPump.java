package org.fedfabric.embedded.delivery;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.fedfabric.embedded.ledger.CommittedBlock;
import org.fedfabric.embedded.ledger.Ledger;

/**
 * Hands a subscriber one block after the other, the existing ones at once and new ones as they are committed, and never
 * more than the subscriber's connection takes. It holds a thread only while there is something to send.
 */
public final class BlockPump implements AutoCloseable {
    private final Ledger ledger;
    private final long stop;
    private final BooleanSupplier ready;
    private final Sink sink;
    private final Executor executor;
    private final Runnable wake = this::wake;
    private final AtomicInteger wakeUps = new AtomicInteger();
    private long next;
    private volatile boolean closed;

    /** Where blocks go. Called by one thread at a time. */
    public interface Sink {
        /** Takes a block. */
        void block(CommittedBlock block) throws IOException;

        /** The last block asked for has been taken. */
        default void end() {}

        /** A block could not be read or sent; nothing more will come. */
        void failed(Exception failure);
    }

    /**
     * A pump that stands still until it is started.
     *
     * @param start the first block's number
     * @param stop the last block's number, as an unsigned number: -1 means for ever
     * @param ready whether the subscriber can take another block now; {@link #wake} when that may have changed
     */
    public BlockPump(Ledger ledger, long start, long stop, BooleanSupplier ready, Sink sink, Executor executor) {
        this.ledger = ledger;
        this.next = start;
        this.stop = stop;
        this.ready = ready;
        this.sink = sink;
        this.executor = executor;
    }

    /** Begins to send. */
    public void start() {
        ledger.addListener(wake);
        wake();
    }

    /** Looks for something to send, unless that is happening already; then it will look once more. */
    public void wake() {
        if (wakeUps.getAndIncrement() == 0) {
            executor.execute(this::drain);
        }
    }

    private void drain() {
        int seen;
        do {
            seen = wakeUps.get();
            try {
                while (!closed && ready.getAsBoolean() && Long.compareUnsigned(next, ledger.height()) < 0) {
                    sink.block(ledger.block(next));
                    if (next == stop) {
                        close();
                        sink.end();
                    }
                    next++;
                }
            } catch (IOException | RuntimeException e) {
                close();
                sink.failed(e);
            }
        } while (wakeUps.addAndGet(-seen) != 0);
    }

    /** Stops sending. */
    @Override
    public void close() {
        closed = true;
        ledger.removeListener(wake);
    }
}
