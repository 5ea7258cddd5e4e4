package org.fedfabric.trainer.report;

/**
 * How a run's wall time divides, in seconds, along the chain of steps that decided when it ended: of each version, the
 * participant that submitted last and the one that advanced. The parts sum to the wall time.
 *
 * @param startSeconds until the first training step
 * @param trainingSeconds training
 * @param validationSeconds judging by the endorsers, and the evaluations after the last version
 * @param ledgerSeconds endorsing, ordering, committing, events
 * @param contentSeconds sealing updates, putting and fetching bytes
 */
public record CriticalPath(
        double startSeconds,
        double trainingSeconds,
        double validationSeconds,
        double ledgerSeconds,
        double contentSeconds) {
    /** What a version took on average, its share of everything but the start, in the same parts. */
    public CriticalPath perVersion(int versions) {
        return new CriticalPath(
                0,
                trainingSeconds / versions,
                validationSeconds / versions,
                ledgerSeconds / versions,
                contentSeconds / versions);
    }

    /** The sum of the parts. */
    public double totalSeconds() {
        return startSeconds + trainingSeconds + validationSeconds + ledgerSeconds + contentSeconds;
    }
}
