package org.fedfabric.experiments.run;

import org.fedfabric.experiments.result.RunResult;

/** Who is told how far a run is. Called on the run's own thread; should return at once. */
@FunctionalInterface
public interface RunListener {
    /** Tells nobody. */
    RunListener NONE = round -> {};

    /** A version was published. When a run is taken up again, those published before come first. */
    void round(RunResult.Round round);
}
