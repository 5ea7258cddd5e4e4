package org.fedfabric.protocol.task;

import org.fedfabric.protocol.canonical.Checks;

/**
 * How verdicts become evidence (algorithms.md §4; Jøsang 2016 with Kang et al.'s weights).
 *
 * @param positiveMicros κ, the weight of an included update, in millionths
 * @param negativeMicros τ, the weight of a rejected one; κ + τ = 1,000,000 and κ ≤ τ
 * @param decayMicros λ, what older evidence keeps when new evidence arrives, in millionths
 */
public record ReputationRule(long positiveMicros, long negativeMicros, long decayMicros) {
    /** Checks the ranges. */
    public ReputationRule {
        Checks.inRange(positiveMicros, 1, 500_000, "positiveMicros");
        Checks.require(
                positiveMicros + negativeMicros == 1_000_000,
                "positiveMicros and negativeMicros must sum to 1,000,000",
                positiveMicros + negativeMicros);
        Checks.inRange(decayMicros, 1, 1_000_000, "decayMicros");
    }

    /** κ = 0.4, τ = 0.6, λ = 0.9. */
    public static ReputationRule defaults() {
        return new ReputationRule(400_000, 600_000, 900_000);
    }
}
