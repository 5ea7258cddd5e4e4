package org.fedfabric.protocol.reputation;

import java.math.BigInteger;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.ledger.RosterMember;

/**
 * The multi-weight opinion of Kang et al. (IEEE IoT Journal 6(6), 2019), the form the literature compares with. Recent
 * interactions weigh ζ and past ones 1 − ζ; positive ones κ and negative ones 1 − κ; uncertainty is what the link loses,
 * u = 1 − q. Its b and d are shares of the weighted counts α and β, so it does not tell one interaction from a hundred.
 * All parameters in millionths.
 *
 * <p>A task whose rule says MULTI_WEIGHT applies it to a roster's evidence, whose decay is freshness without a boundary
 * between recent and past: α = r, β = s, and q is the share of turns in which something came that could be judged.
 *
 * @param freshMicros ζ
 * @param positiveMicros κ
 * @param linkQualityMicros q
 */
public record MultiWeight(long freshMicros, long positiveMicros, long linkQualityMicros) {
    private static final long ONE = 1_000_000;

    /** As many as a roster counts; weighted, in millionths of millionths, they stay below 2⁶³. */
    private static final int MAX_INTERACTIONS = 1_000_000;

    /**
     * Interactions counted over one time span.
     *
     * @param positive how many went well, at most a million
     * @param negative how many did not, at most a million
     */
    public record Counts(int positive, int negative) {
        /** Checks the ranges. */
        public Counts {
            Checks.inRange(positive, 0, MAX_INTERACTIONS, "positive interactions");
            Checks.inRange(negative, 0, MAX_INTERACTIONS, "negative interactions");
        }
    }

    /** Checks the ranges. */
    public MultiWeight {
        Checks.inRange(freshMicros, 0, ONE, "freshMicros");
        Checks.inRange(positiveMicros, 0, ONE, "positiveMicros");
        Checks.inRange(linkQualityMicros, 0, ONE, "linkQualityMicros");
    }

    /**
     * T = b + a·u of a roster's member, and never more than α / (α + β): else a member of whom little good is known
     * could stay away until uncertainty had raised it to a. Without evidence it is a. Rounded down.
     */
    static long expectationMicros(RosterMember member) {
        BigInteger positive = BigInteger.valueOf(member.evidence().positiveNanos());
        BigInteger sum = positive.add(BigInteger.valueOf(member.evidence().negativeNanos()));
        if (sum.signum() == 0) {
            return member.baseRateMicros();
        }
        RosterMember.Counts counts = member.counts();
        long turns = Math.max(1, counts.selected());
        long missed = counts.unavailable() + (long) counts.absent();
        BigInteger one = BigInteger.valueOf(ONE);
        BigInteger share = positive.multiply(one).divide(sum);
        BigInteger trust = positive.multiply(one)
                .multiply(BigInteger.valueOf(turns - missed))
                .add(BigInteger.valueOf(member.baseRateMicros() * missed).multiply(sum))
                .divide(sum.multiply(BigInteger.valueOf(turns)));
        return share.min(trust).longValueExact();
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
