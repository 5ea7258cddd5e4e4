package org.fedfabric.trainer.ledger;

import java.time.Duration;

/** Attempts in a row that failed, and how long to wait before the next: twice as long each time, within bounds. */
final class Outage {
    private final Duration shortest;
    private final Duration longest;
    private int attempts;
    private long sinceNanos;

    Outage(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    /** Another attempt failed; returns how long to wait. */
    Duration failed() {
        if (attempts++ == 0) {
            sinceNanos = System.nanoTime();
        }
        Duration wait = shortest.multipliedBy(1L << Math.min(attempts, 10));
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    /** Attempts that failed since it last worked. */
    int attempts() {
        return attempts;
    }

    /** It works again; returns how long it did not. */
    Duration over() {
        attempts = 0;
        return Duration.ofNanos(System.nanoTime() - sinceNanos);
    }
}
