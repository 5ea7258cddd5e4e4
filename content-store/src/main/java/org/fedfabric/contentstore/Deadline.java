package org.fedfabric.contentstore;

import java.time.Duration;

/** A moment by which a call must have ended, on the monotonic clock. */
record Deadline(Duration length, long endNanos) {
    /** A day: longer waits are a mistake in units, and nanoseconds of more than 292 years would overflow. */
    private static final Duration LONGEST = Duration.ofDays(1);

    static Deadline after(Duration length) {
        if (length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "A deadline must lie between 1 ns and " + LONGEST + ". Provided value: " + length + ".");
        }
        return new Deadline(length, System.nanoTime() + length.toNanos());
    }

    /** Nanoseconds left, 0 when the moment has passed. */
    long remainingNanos() {
        return Math.max(0, endNanos - System.nanoTime());
    }
}
