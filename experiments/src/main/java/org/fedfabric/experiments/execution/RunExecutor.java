package org.fedfabric.experiments.execution;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.result.RunResult.Round;
import org.fedfabric.experiments.run.RunException;
import org.fedfabric.experiments.run.RunSettings;

/** What runs one federation. */
@FunctionalInterface
public interface RunExecutor {
    /**
     * Runs a federation to its end, or the rest of one that was killed.
     *
     * @param folder the run's own
     * @param rounds told of every version as it is published; of those published before a kill first
     * @throws RunException if it cannot go on; started again with the same folder it may
     */
    RunResult run(RunSettings settings, Path folder, Consumer<Round> rounds) throws RunException, InterruptedException;
}
