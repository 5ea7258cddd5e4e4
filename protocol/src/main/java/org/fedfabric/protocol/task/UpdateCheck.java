package org.fedfabric.protocol.task;

import org.fedfabric.protocol.canonical.Checks;

/**
 * How an update is judged from its bytes (protocol.md §4): score = metric(base + probe · update) against metric(base),
 * beside the norm bound that the clipping norm gives.
 *
 * @param rule which comparison refuses
 * @param metric what is compared
 * @param probeMicros λ, the share of the update that is tried, in millionths: 1,000,000 for IID data; 1 / selected when
 *     each participant holds few classes
 * @param marginMicros how much worse than the base an update may be: nats (in millionths) of cross-entropy, or
 *     accuracy in millionths
 * @param thresholdMicros the accuracy S1's algorithm 2 asks for; only under AS_PUBLISHED
 */
public record UpdateCheck(Rule rule, Metric metric, long probeMicros, long marginMicros, long thresholdMicros) {
    /** Which comparison refuses. */
    public enum Rule {
        /** Refuse what is worse than the base by more than the margin. */
        RELATIVE,
        /** S1's algorithm 2, errata repaired: refuse accuracy below a threshold, λ = 1. */
        AS_PUBLISHED
    }

    /** What is compared. */
    public enum Metric {
        /** Class-weighted mean cross-entropy in nats; lower is better. */
        CROSS_ENTROPY,
        /** Share of rows whose highest score is the label's; higher is better. */
        ACCURACY
    }

    /** Checks the ranges. */
    public UpdateCheck {
        Checks.present(rule, "rule of the check");
        Checks.present(metric, "metric of the check");
        Checks.inRange(probeMicros, 1, 1_000_000, "probeMicros");
        Checks.inRange(marginMicros, 0, 1_000_000_000L, "marginMicros");
        Checks.inRange(thresholdMicros, 0, 1_000_000, "thresholdMicros");
        Checks.require(
                rule == Rule.RELATIVE || (metric == Metric.ACCURACY && probeMicros == 1_000_000),
                "AS_PUBLISHED must have metric ACCURACY and probeMicros 1,000,000",
                metric + ", " + probeMicros);
    }

    /** The default: cross-entropy, whole update, half a nat (measured for IID data, protocol.md §4). */
    public static UpdateCheck crossEntropy() {
        return new UpdateCheck(Rule.RELATIVE, Metric.CROSS_ENTROPY, 1_000_000, 500_000, 0);
    }
}
