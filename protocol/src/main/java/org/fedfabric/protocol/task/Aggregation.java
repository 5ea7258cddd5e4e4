package org.fedfabric.protocol.task;

import org.fedfabric.protocol.canonical.Checks;

/**
 * How included updates become the next version (protocol.md §3).
 *
 * @param rule which rule
 * @param serverRateMicros η of asynchronous tasks, in millionths; 1,000,000 otherwise
 */
public record Aggregation(Rule rule, long serverRateMicros) {
    /** The rules known by name. */
    public enum Rule {
        /** Mean weighted by rows and quotas (FedAvg, McMahan et al. 2017). */
        WEIGHTED_MEAN,
        /** Mean of the updates closest to the others (Blanchard et al. 2017). Not in this version. */
        MULTI_KRUM,
        /** Coordinate-wise mean without extremes (Yin et al. 2018). Not in this version. */
        TRIMMED_MEAN,
        /** Coordinate-wise median (Yin et al. 2018). Not in this version. */
        MEDIAN
    }

    /** Checks the ranges. */
    public Aggregation {
        Checks.present(rule, "aggregation rule");
        Checks.inRange(serverRateMicros, 1, 10_000_000L, "serverRateMicros");
    }

    /** The weighted mean. */
    public static Aggregation weightedMean() {
        return new Aggregation(Rule.WEIGHTED_MEAN, 1_000_000);
    }
}
