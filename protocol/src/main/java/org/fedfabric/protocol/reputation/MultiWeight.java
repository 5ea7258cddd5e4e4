package org.fedfabric.protocol.reputation;

import java.math.BigInteger;
import org.fedfabric.protocol.canonical.Checks;

/**
 * The multi-weight opinion of Kang et al. (IEEE IoT Journal 6(6), 2019), the form the literature compares with. Recent
 * interactions weigh ζ and past ones 1 − ζ; positive ones κ and negative ones 1 − κ; uncertainty is what the link loses,
 * u = 1 − q. Its b and d are shares of the weighted counts α and β, so it does not tell one interaction from a hundred:
 * the ledger uses {@link Reputation} instead. All parameters in millionths.
 *
 * @param freshMicros ζ
 * @param positiveMicros κ
 * @param linkQualityMicros q
 */
public record MultiWeight(long freshMicros, long positiveMicros, long linkQualityMicros) {
    private static final long ONE = 1_000_000;

    /**
     * Interactions counted over one time span.
     *
     * @param positive how many went well
     * @param negative how many did not
     */
    public record Counts(int positive, int negative) {}

    /** Checks the ranges. */
    public MultiWeight {
        Checks.inRange(freshMicros, 0, ONE, "freshMicros");
        Checks.inRange(positiveMicros, 0, ONE, "positiveMicros");
        Checks.inRange(linkQualityMicros, 0, ONE, "linkQualityMicros");
    }

    /** α = ζκα₁ + (1 − ζ)κα₂ of the positive interactions, in millionths of millionths. */
    public long positiveWeight(Counts recent, Counts past) {
        return positiveMicros * (freshMicros * recent.positive() + (ONE - freshMicros) * past.positive());
    }

    /** β = ζτβ₁ + (1 − ζ)τβ₂ of the negative ones with τ = 1 − κ, in millionths of millionths. */
    public long negativeWeight(Counts recent, Counts past) {
        return (ONE - positiveMicros) * (freshMicros * recent.negative() + (ONE - freshMicros) * past.negative());
    }

    /** b = qα / (α + β), d = qβ / (α + β), u = 1 − q; without interactions nothing but uncertainty. */
    public Opinion opinion(Counts recent, Counts past) {
        BigInteger alpha = BigInteger.valueOf(positiveWeight(recent, past));
        BigInteger beta = BigInteger.valueOf(negativeWeight(recent, past));
        BigInteger sum = alpha.add(beta);
        if (sum.signum() == 0) {
            return new Opinion(0, 0, Opinion.ONE);
        }
        BigInteger quality = BigInteger.valueOf(linkQualityMicros * 1_000);
        long belief = quality.multiply(alpha).divide(sum).longValueExact();
        long disbelief = quality.multiply(beta).divide(sum).longValueExact();
        return new Opinion(belief, disbelief, Opinion.ONE - belief - disbelief);
    }
}
