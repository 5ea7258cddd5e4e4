package org.fedfabric.trainer.ledger;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** A moment on the monotonic clock by which something must have ended, and waiting that never goes beyond it. */
final class TimeLimit {
    private final long endNanos;

    private TimeLimit(long endNanos) {
        this.endNanos = endNanos;
    }

    static TimeLimit in(Duration length) {
        return new TimeLimit(System.nanoTime() + length.toNanos());
    }

    boolean passed() {
        return System.nanoTime() - endNanos >= 0;
    }

    /** The step's own deadline, cut to what is left; at least a millisecond, so that a call can be made and fail. */
    Duration within(Duration step) {
        long left = Math.max(1_000_000, endNanos - System.nanoTime());
        return left < step.toNanos() ? Duration.ofNanos(left) : step;
    }

    /**
     * Sleeps for a random time, so that those who collided do not collide again.
     *
     * @return false when there is no time left or the thread was interrupted (it stays so)
     */
    boolean pause(Duration atLeast, Duration atMost) {
        long nanos = ThreadLocalRandom.current().nextLong(atLeast.toNanos(), atMost.toNanos() + 1);
        if (System.nanoTime() + nanos - endNanos >= 0) {
            return false;
        }
        try {
            Thread.sleep(Duration.ofNanos(nanos).toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
