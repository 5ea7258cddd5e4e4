package org.fedfabric.trainer.ledger;

import java.time.Duration;

/**
 * Whether the own peer was lately alone in what it computed. While it is, submissions are endorsed by the others from the
 * start; afterwards the own peer gets another chance.
 */
final class Suspicion {
    /** Long enough to spare each submission the detour, short enough to notice a repaired peer within a version or two. */
    private static final Duration LENGTH = Duration.ofSeconds(60);

    private volatile boolean raised;
    private volatile long untilNanos;

    void raise() {
        untilNanos = System.nanoTime() + LENGTH.toNanos();
        raised = true;
    }

    boolean stands() {
        return raised && System.nanoTime() - untilNanos < 0;
    }
}
