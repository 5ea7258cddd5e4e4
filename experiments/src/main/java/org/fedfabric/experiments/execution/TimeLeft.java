package org.fedfabric.experiments.execution;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.fedfabric.experiments.run.RunSettings;

/**
 * Estimates how long the rest of an experiment takes: what is left of its cost, at the speed at which cost was worked off so
 * far. Versions that were published before a kill tell nothing of the speed; runs that end early leave less to do.
 */
public final class TimeLeft {
    /** Before that many versions, start-up counts too much. */
    private static final int FEWEST_VERSIONS = 3;

    private final LongSupplier nanos;
    private final long start;
    private final Map<String, Double> left = new HashMap<>();
    private double worked;
    private int versions;

    /**
     * Begins to measure.
     *
     * @param nanos a clock that never goes back
     */
    public TimeLeft(List<RunSettings> runs, LongSupplier nanos) {
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        runs.forEach(run -> left.put(run.id(), Cost.runSeconds(run, 1)));
    }

    /**
     * A version was published.
     *
     * @param again whether it was published before
     */
    public synchronized void version(RunSettings run, boolean again) {
        double cost = Cost.runSeconds(run, 1) / run.versions();
        left.computeIfPresent(run.id(), (id, before) -> Math.max(0, before - cost));
        if (!again) {
            worked += cost;
            versions++;
        }
    }

    /** A run has ended, be it early or with a failure. */
    public synchronized void ended(RunSettings run) {
        left.remove(run.id());
    }

    /** The time left; empty while too little is known. */
    public synchronized Optional<Duration> estimate() {
        if (versions < FEWEST_VERSIONS) {
            return Optional.empty();
        }
        double open = left.values().stream().mapToDouble(Double::doubleValue).sum();
        return Optional.of(Duration.ofNanos((long) (open * (nanos.getAsLong() - start) / worked)));
    }
}
