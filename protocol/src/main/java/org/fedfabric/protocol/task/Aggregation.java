package org.fedfabric.protocol.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.fedfabric.protocol.canonical.Checks;

/**
 * How included updates become the next version (protocol.md §3).
 *
 * @param rule which rule
 * @param serverRateMicros η of asynchronous tasks, in millionths; 1,000,000 otherwise
 */
public record Aggregation(Rule rule, long serverRateMicros) {
    /**
     * The rules known by name. All but the first count votes instead of rows: how many rows a participant has is its own
     * claim. The number of attackers is never asked for; each rule bears as many as its arithmetic allows.
     */
    public enum Rule {
        /** Mean weighted by rows and quotas (FedAvg, McMahan et al. 2017). */
        WEIGHTED_MEAN(1, 1),
        /**
         * Mean of the updates closest to the others (Blanchard et al. 2017). Its proof needs n ≥ 2f + 3 updates; five for
         * f = 1.
         */
        MULTI_KRUM(5, 3),
        /** Coordinate-wise mean of the middle third (Yin et al. 2018). */
        TRIMMED_MEAN(3, 3),
        /** Coordinate-wise median (Yin et al. 2018). */
        MEDIAN(3, 3),
        /** The point with the smallest sum of distances to all updates (RFA, Pillutla et al. 2022). */
        GEOMETRIC_MEDIAN(3, 3),
        /** Mean of updates clipped about a centre that the mean itself moves (Karimireddy et al. 2021). */
        CENTRED_CLIPPING(3, 3),
        /**
         * Mean of updates that point where training on the validation rows points, each as long as that (FLTrust, Cao et
         * al. 2021).
         */
        FLTRUST(1, 1);

        private final int leastUpdates;
        private final int leastEnterprises;

        Rule(int leastUpdates, int leastEnterprises) {
            this.leastUpdates = leastUpdates;
            this.leastEnterprises = leastEnterprises;
        }

        /** How many updates there must be for the rule to bear a bad one. */
        public int leastUpdates() {
            return leastUpdates;
        }

        /**
         * How many enterprises updates must come from. Of two enterprises each has half of the votes, and nobody can tell
         * which one lies; of three, none has more than a third.
         */
        public int leastEnterprises() {
            return leastEnterprises;
        }

        /** Whether updates count by votes, which quotas cap, and not by rows. */
        public boolean isVote() {
            return this != WEIGHTED_MEAN;
        }

        /** Whether the rule leaves sound updates out altogether ({@code Verdict.Outcome.OUTVOTED}). */
        public boolean leavesOut() {
            return this == MULTI_KRUM || this == FLTRUST;
        }

        /** Whether the rule measures something of each update ({@code Verdict.measureMicros}). */
        public boolean measures() {
            return leavesOut() || this == GEOMETRIC_MEDIAN || this == CENTRED_CLIPPING;
        }
    }

    /** Checks the ranges. */
    public Aggregation {
        Checks.present(rule, "aggregation rule");
        Checks.inRange(serverRateMicros, 1, 10_000_000L, "serverRateMicros");
    }

    /** The weighted mean. */
    public static Aggregation weightedMean() {
        return of(Rule.WEIGHTED_MEAN);
    }

    /** A rule of a synchronous task. */
    public static Aggregation of(Rule rule) {
        return new Aggregation(rule, 1_000_000);
    }

    /**
     * A rule by the name that people write: {@code weighted-mean}, {@code multi-krum}, {@code trimmed-mean}, ….
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Aggregation named(String name) {
        return Arrays.stream(Rule.values())
                .filter(rule -> written(rule).equals(name))
                .findFirst()
                .map(Aggregation::of)
                .orElseThrow(() -> new IllegalArgumentException("aggregation must be one of "
                        + Arrays.stream(Rule.values()).map(Aggregation::written).collect(Collectors.joining(", "))
                        + ". Provided value: " + name));
    }

    private static String written(Rule rule) {
        return rule.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
