package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;

/**
 * How far a task with patience has come.
 *
 * @param bestScoreMicros the score of the last version that was progress, in millionths of the task's metric
 * @param waited versions since then
 */
public record Progress(long bestScoreMicros, int waited) {
    /** Checks the ranges. */
    public Progress {
        Checks.inRange(waited, 0, 10_000, "waited");
    }
}
