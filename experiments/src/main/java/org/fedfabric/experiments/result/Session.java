package org.fedfabric.experiments.result;

import org.fedfabric.protocol.canonical.Checks;

/**
 * One process at work on an experiment, from its start until it ended or was last heard of.
 *
 * @param startedAt UTC, ISO 8601
 * @param seconds wall time; of a process that was killed until the last run that it finished
 * @param runs runs that it finished or that failed in it
 */
public record Session(String startedAt, double seconds, int runs) {
    /** Checks presence and ranges. */
    public Session {
        Checks.present(startedAt, "startedAt");
        Checks.require(seconds >= 0, "seconds must not be negative", seconds);
        Checks.inRange(runs, 0, 1_000_000, "runs");
    }
}
