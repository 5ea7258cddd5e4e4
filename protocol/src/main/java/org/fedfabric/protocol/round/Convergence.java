package org.fedfabric.protocol.round;

import org.fedfabric.protocol.ledger.Progress;
import org.fedfabric.protocol.task.Patience;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * When a task with patience has converged. A score is progress if it beats the best so far by the improvement asked for;
 * small steps add up, since they are measured against that best and not against the version before.
 */
final class Convergence {
    private Convergence() {}

    /** Of version 0; null in a task without patience. */
    static Progress begin(TaskSpec spec, long scoreMicros) {
        return spec.schedule().patience() == null ? null : new Progress(scoreMicros, 0);
    }

    /** Of the version that follows one that had come so far; null in a task without patience. */
    static Progress after(TaskSpec spec, Progress before, long scoreMicros) {
        Patience patience = spec.schedule().patience();
        if (patience == null) {
            return null;
        }
        long gain = spec.check().metric().gainMicros(before.bestScoreMicros(), scoreMicros);
        return gain >= patience.improvementMicros()
                ? new Progress(scoreMicros, 0)
                : new Progress(before.bestScoreMicros(), before.waited() + 1);
    }

    /** Whether so many versions passed without progress that another is not worth its work. */
    static boolean isReached(TaskSpec spec, Progress progress) {
        return progress != null
                && progress.waited() >= spec.schedule().patience().versions();
    }
}
