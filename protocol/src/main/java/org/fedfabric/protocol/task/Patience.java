package org.fedfabric.protocol.task;

import org.fedfabric.protocol.canonical.Checks;

/**
 * When a task has converged and ends before its last version: when so many versions in a row did not bring the model's own
 * score further than the best so far.
 *
 * @param versions how many versions may pass without progress, 1 to 10,000
 * @param improvementMicros by how much a score must beat the best to be progress, in millionths of the task's metric, at
 *     least 1
 */
public record Patience(int versions, long improvementMicros) {
    /** Checks the ranges. */
    public Patience {
        Checks.inRange(versions, 1, 10_000, "versions of patience");
        Checks.inRange(improvementMicros, 1, 1_000_000_000L, "improvementMicros of patience");
    }
}
