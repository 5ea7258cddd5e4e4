package org.fedfabric.protocol.task;

import org.fedfabric.protocol.canonical.Checks;

/**
 * How long things take and how many must take part.
 *
 * @param versions how many versions the task publishes after version 0, 1 to 100,000
 * @param quorum submissions (and inclusions) below which a version does not count
 * @param durationSeconds from a version's opening to its deadline, at least 20
 * @param maxExtensions how often a deadline is extended when the quorum is missed
 * @param maxStaleness versions an update may lag behind; 0 for synchronous tasks
 * @param bufferSize K of asynchronous tasks; 0 for synchronous ones
 * @param revealSeconds how long after Close an asynchronous contributor has to reveal
 */
public record Schedule(
        int versions,
        int quorum,
        int durationSeconds,
        int maxExtensions,
        int maxStaleness,
        int bufferSize,
        int revealSeconds) {
    /** Checks the ranges. */
    public Schedule {
        Checks.inRange(versions, 1, 100_000, "versions");
        Checks.inRange(quorum, 1, 4_096, "quorum");
        Checks.inRange(durationSeconds, 20, 31_536_000, "durationSeconds");
        Checks.inRange(maxExtensions, 0, 16, "maxExtensions");
        Checks.inRange(maxStaleness, 0, 64, "maxStaleness");
        Checks.inRange(bufferSize, 0, 4_096, "bufferSize");
        Checks.inRange(revealSeconds, 5, 3_600, "revealSeconds");
    }

    /** A synchronous schedule with two extensions. */
    public static Schedule synchronous(int versions, int quorum, int durationSeconds) {
        return new Schedule(versions, quorum, durationSeconds, 2, 0, 0, 15);
    }
}
