package org.fedfabric.embedded.blockstore;

import java.util.concurrent.TimeUnit;

/**
 * How far a request may go for a block.
 *
 * @param offline whether only this store is asked
 * @param endNanos until when the others are asked, on the clock of {@link System#nanoTime}
 */
record Reach(boolean offline, long endNanos) {
    boolean expired() {
        return System.nanoTime() - endNanos >= 0;
    }

    /** Waits a while, but not beyond the end. */
    void pause(long millis) throws InterruptedException {
        long leftNanos = endNanos - System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(Math.min(leftNanos, TimeUnit.MILLISECONDS.toNanos(millis)));
    }
}
