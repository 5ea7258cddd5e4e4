package org.fedfabric.experiments.execution;

import java.util.List;
import org.fedfabric.experiments.result.RunFailure;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.result.RunResult.Round;
import org.fedfabric.experiments.run.RunSettings;

/** Who is told how far an experiment is. Calls come from the threads of all runs, one at a time. */
public interface ExperimentListener {
    /**
     * What will be run.
     *
     * @param done runs that have their result already
     * @param open the others
     */
    void planned(List<RunSettings> done, List<RunSettings> open);

    /**
     * A run published a version.
     *
     * @param again whether it was published before a kill and is only told of again
     */
    void round(RunSettings run, Round round, boolean again);

    /** A run has its result. */
    void finished(RunResult result);

    /** A run failed; the others go on. */
    void failed(RunFailure failure);
}
