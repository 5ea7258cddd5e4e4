package org.fedfabric.protocol.reputation;

import java.math.BigInteger;
import java.util.List;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.task.ReputationRule;

/**
 * Jøsang's counts with Kang et al.'s weights (algorithms.md §4). With r positive and s negative evidence and W = 2,
 * E = (r + a·W) / (r + s + W), where a is what is expected while nothing is known.
 *
 * <p><b>Weights.</b> An included update adds 2κ to r, a rejected one 2τ to s. The factor makes the two average 1, so
 * κ = τ = ½ without decay is Jøsang's plain counting, and the scale of W stays meaningful. With the default κ = 0.4,
 * τ = 0.6, λ = 0.9 a newcomer (E = 0.5) falls to 0.3125 with the first rejection and to 0.2336 with the second: below the
 * 0.3 that selection asks for, so evidence stops there.
 *
 * <p><b>Decay</b> by λ happens when new evidence arrives and never with time: idling must not heal. Withheld bytes and
 * absence are no evidence unless the rule weighs them: they cost turns (the roster's rest), not belief. Being outvoted
 * is no evidence either.
 *
 * <p><b>Rounding</b> is against the member: r and E down, s up.
 */
public final class Reputation {
    /** W, the weight of not knowing, in billionths. */
    static final long PRIOR_WEIGHT_NANOS = 2_000_000_000L;

    /** One expectation for somebody of whom nothing is known: one half, in millionths. */
    public static final long NEUTRAL_MICROS = 500_000;

    private static final long ONE_MICROS = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MAX_NANOS = 1L << 53;

    /** Evidence up to here, times 10⁶ and with the prior's 2 · 10¹⁵ at most, stays below 2⁶³. */
    private static final long MAX_PLAIN_NANOS = 9_000_000_000_000L;

    private Reputation() {}

    /**
     * E, rounded down.
     *
     * @param baseRateMicros a, in millionths
     * @return 0 to 1,000,000
     */
    public static long expectationMicros(Evidence evidence, long baseRateMicros) {
        long positive = evidence.positiveNanos();
        long total = positive + evidence.negativeNanos() + PRIOR_WEIGHT_NANOS;
        if (positive <= MAX_PLAIN_NANOS) {
            return (positive * ONE_MICROS + baseRateMicros * PRIOR_WEIGHT_NANOS) / total;
        }
        return BigInteger.valueOf(positive)
                .multiply(BigInteger.valueOf(ONE_MICROS))
                .add(BigInteger.valueOf(baseRateMicros * PRIOR_WEIGHT_NANOS))
                .divide(BigInteger.valueOf(total))
                .longValueExact();
    }

    /** What a task's rule lets expect of a member of its roster, in millionths, rounded down. */
    public static long expectationMicros(ReputationRule rule, RosterMember member) {
        return rule.form() == ReputationRule.Form.MULTI_WEIGHT
                ? MultiWeight.expectationMicros(member)
                : expectationMicros(member.evidence(), member.baseRateMicros());
    }

    /** What is known after one more verdict. */
    public static Evidence after(Evidence before, Verdict.Outcome outcome, ReputationRule rule) {
        return switch (outcome) {
            case INCLUDED ->
                new Evidence(
                        capped(down(before.positiveNanos(), rule) + 2 * rule.positiveMicros() * NANOS_PER_MICRO),
                        up(before.negativeNanos(), rule));
            case REJECTED ->
                new Evidence(
                        down(before.positiveNanos(), rule),
                        capped(up(before.negativeNanos(), rule) + 2 * rule.negativeMicros() * NANOS_PER_MICRO));
            case UNAVAILABLE -> missed(before, rule);
            case OUTVOTED -> before;
        };
    }

    /**
     * What is known after a turn in which nothing came that could be judged: 2ℓ more negative evidence where the rule
     * weighs lateness, else the same as before.
     */
    public static Evidence missed(Evidence before, ReputationRule rule) {
        if (rule.latenessMicros() == null) {
            return before;
        }
        return new Evidence(
                down(before.positiveNanos(), rule),
                capped(up(before.negativeNanos(), rule) + 2 * rule.latenessMicros() * NANOS_PER_MICRO));
    }

    /** Two independent bodies of evidence together: cumulative fusion is exactly addition of evidence. */
    public static Evidence fuse(Evidence a, Evidence b) {
        return new Evidence(
                capped(a.positiveNanos() + b.positiveNanos()), capped(a.negativeNanos() + b.negativeNanos()));
    }

    /**
     * Evidence at second hand: Jøsang's trust discounting b′ = t·b, d′ = t·d, u′ = 1 − t·(b + d), written for evidence:
     * r′ = W·t·r / (W + (1 − t)·(r + s)), s′ likewise.
     *
     * @param trustMicros t, how far the source is trusted, in millionths
     */
    public static Evidence discount(Evidence evidence, long trustMicros) {
        Checks.inRange(trustMicros, 0, ONE_MICROS, "trustMicros");
        BigInteger weighted = BigInteger.valueOf(PRIOR_WEIGHT_NANOS).multiply(BigInteger.valueOf(trustMicros));
        BigInteger divisor = BigInteger.valueOf(PRIOR_WEIGHT_NANOS)
                .multiply(BigInteger.valueOf(ONE_MICROS))
                .add(BigInteger.valueOf(evidence.positiveNanos() + evidence.negativeNanos())
                        .multiply(BigInteger.valueOf(ONE_MICROS - trustMicros)));
        BigInteger r = weighted.multiply(BigInteger.valueOf(evidence.positiveNanos()));
        BigInteger s = weighted.multiply(BigInteger.valueOf(evidence.negativeNanos()));
        return new Evidence(
                r.divide(divisor).longValueExact(),
                s.add(divisor).subtract(BigInteger.ONE).divide(divisor).longValueExact());
    }

    /**
     * What earlier tasks may add up to: together at most W, as much as not knowing weighs, with their proportion kept.
     * Enterprises that collude can make any record in sham tasks; this much is used up by five rejections.
     */
    public static Evidence limitedPrior(Evidence prior) {
        long total = prior.positiveNanos() + prior.negativeNanos();
        if (total <= PRIOR_WEIGHT_NANOS) {
            return prior;
        }
        long positive = BigInteger.valueOf(prior.positiveNanos())
                .multiply(BigInteger.valueOf(PRIOR_WEIGHT_NANOS))
                .divide(BigInteger.valueOf(total))
                .longValueExact();
        return new Evidence(positive, PRIOR_WEIGHT_NANOS - positive);
    }

    /**
     * What to expect of a newcomer before its own evidence: the smaller of one half and what its enterprise's members
     * have shown together. A rejected member replaced by a new name thus gains nothing.
     *
     * @param enterprise evidence of all the enterprise's members so far
     */
    public static long newcomerBaseRateMicros(List<Evidence> enterprise) {
        Evidence pooled = enterprise.stream().reduce(Evidence.NONE, Reputation::fuse);
        return Math.min(NEUTRAL_MICROS, expectationMicros(pooled, NEUTRAL_MICROS));
    }

    private static long down(long nanos, ReputationRule rule) {
        return scaled(nanos, rule, 0);
    }

    private static long up(long nanos, ReputationRule rule) {
        return scaled(nanos, rule, ONE_MICROS - 1);
    }

    /** nanos · λ, split so that nothing overflows: 2⁵³ · 10⁶ would. */
    private static long scaled(long nanos, ReputationRule rule, long rounding) {
        long whole = nanos / ONE_MICROS * rule.decayMicros();
        return whole + (nanos % ONE_MICROS * rule.decayMicros() + rounding) / ONE_MICROS;
    }

    /** Evidence beyond what a record takes counts as the most it takes. */
    static long capped(long nanos) {
        return Math.min(nanos, MAX_NANOS);
    }
}
