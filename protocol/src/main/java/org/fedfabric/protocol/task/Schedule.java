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
 * @param patience when the task has converged and ends early, or absent: it then runs to its last version
 */
public record Schedule(
        int versions,
        int quorum,
        int durationSeconds,
        int maxExtensions,
        int maxStaleness,
        int bufferSize,
        int revealSeconds,
        Patience patience) {
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

    /** A schedule that runs to its last version. */
    public Schedule(
            int versions,
            int quorum,
            int durationSeconds,
            int maxExtensions,
            int maxStaleness,
            int bufferSize,
            int revealSeconds) {
        this(versions, quorum, durationSeconds, maxExtensions, maxStaleness, bufferSize, revealSeconds, null);
    }

    /** This schedule, ending early once it has converged; with null it runs to its last version. */
    public Schedule until(Patience converged) {
        return new Schedule(
                versions, quorum, durationSeconds, maxExtensions, maxStaleness, bufferSize, revealSeconds, converged);
    }

    /** A synchronous schedule with two extensions. */
    public static Schedule synchronous(int versions, int quorum, int durationSeconds) {
        return new Schedule(versions, quorum, durationSeconds, 2, 0, 0, 15);
    }
}
