package org.fedfabric.protocol.reputation;

import java.math.BigInteger;
import java.util.List;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.ledger.Evidence;

/**
 * A subjective-logic opinion (Jøsang 2016): belief, disbelief and uncertainty in billionths, which sum to one. Belief and
 * disbelief are rounded down, and what rounding drops counts as uncertainty.
 *
 * @param beliefNanos b
 * @param disbeliefNanos d
 * @param uncertaintyNanos u
 */
public record Opinion(long beliefNanos, long disbeliefNanos, long uncertaintyNanos) {
    static final long ONE = 1_000_000_000L;

    /** Checks that the parts are shares of one whole. */
    public Opinion {
        Checks.inRange(beliefNanos, 0, ONE, "belief");
        Checks.inRange(disbeliefNanos, 0, ONE, "disbelief");
        Checks.inRange(uncertaintyNanos, 0, ONE, "uncertainty");
        Checks.require(
                beliefNanos + disbeliefNanos + uncertaintyNanos == ONE,
                "Belief, disbelief and uncertainty must sum to 1,000,000,000",
                beliefNanos + disbeliefNanos + uncertaintyNanos);
    }

    /** b = r / (r + s + W), d = s / (r + s + W), u = W / (r + s + W) with W = 2. */
    public static Opinion of(Evidence evidence) {
        BigInteger total =
                BigInteger.valueOf(evidence.positiveNanos() + evidence.negativeNanos() + Reputation.PRIOR_WEIGHT_NANOS);
        return rounded(
                BigInteger.valueOf(evidence.positiveNanos()), BigInteger.valueOf(evidence.negativeNanos()), total);
    }

    /** The evidence behind this opinion, r = W·b / u and s = W·d / u: r rounded down, s up, each at most what evidence can be. */
    public Evidence evidence() {
        Checks.require(uncertaintyNanos > 0, "An opinion must have uncertainty to stand for evidence", this);
        BigInteger weight = BigInteger.valueOf(Reputation.PRIOR_WEIGHT_NANOS);
        BigInteger u = BigInteger.valueOf(uncertaintyNanos);
        BigInteger r = weight.multiply(BigInteger.valueOf(beliefNanos)).divide(u);
        BigInteger s = weight.multiply(BigInteger.valueOf(disbeliefNanos))
                .add(u)
                .subtract(BigInteger.ONE)
                .divide(u);
        return new Evidence(Reputation.capped(r.longValueExact()), Reputation.capped(s.longValueExact()));
    }

    /** An opinion and how much it weighs among others. */
    public record Weighted(Opinion opinion, long weight) {
        /** Checks the weight. */
        public Weighted {
            Checks.inRange(weight, 0, 1L << 53, "weight of an opinion");
        }
    }

    /**
     * What several recommend together (Kang et al. 2019): b = Σ w·b / Σ w and d likewise, rounded down; nothing but
     * uncertainty if they weigh nothing.
     */
    public static Opinion recommended(List<Weighted> opinions) {
        BigInteger b = BigInteger.ZERO;
        BigInteger d = BigInteger.ZERO;
        BigInteger sum = BigInteger.ZERO;
        for (Weighted one : opinions) {
            BigInteger w = BigInteger.valueOf(one.weight());
            b = b.add(w.multiply(BigInteger.valueOf(one.opinion().beliefNanos())));
            d = d.add(w.multiply(BigInteger.valueOf(one.opinion().disbeliefNanos())));
            sum = sum.add(w);
        }
        if (sum.signum() == 0) {
            return new Opinion(0, 0, ONE);
        }
        long belief = b.divide(sum).longValueExact();
        long disbelief = d.divide(sum).longValueExact();
        return new Opinion(belief, disbelief, ONE - belief - disbelief);
    }

    /** E = b + a·u, rounded down, for a base rate in millionths. */
    public long expectationNanos(long baseRateMicros) {
        Checks.inRange(baseRateMicros, 0, 1_000_000, "baseRateMicros");
        return beliefNanos + baseRateMicros * uncertaintyNanos / 1_000_000;
    }

    /**
     * Cumulative fusion: with κ = u₁ + u₂ − u₁u₂, b = (b₁u₂ + b₂u₁) / κ and d likewise. Equal to adding the evidence
     * behind both ({@link Reputation#fuse}, which is exact) up to rounding of this form: its inputs are rounded to 1e-9,
     * so the result differs by at most about 4e-9 / u of the less certain of the two.
     *
     * @throws IllegalArgumentException if neither opinion has any uncertainty
     */
    public Opinion fuse(Opinion other) {
        BigInteger u1 = BigInteger.valueOf(uncertaintyNanos);
        BigInteger u2 = BigInteger.valueOf(other.uncertaintyNanos);
        BigInteger one = BigInteger.valueOf(ONE);
        BigInteger k = u1.add(u2).multiply(one).subtract(u1.multiply(u2));
        Checks.require(k.signum() > 0, "One of two opinions to fuse must have uncertainty", this + ", " + other);
        BigInteger b =
                u2.multiply(BigInteger.valueOf(beliefNanos)).add(u1.multiply(BigInteger.valueOf(other.beliefNanos)));
        BigInteger d = u2.multiply(BigInteger.valueOf(disbeliefNanos))
                .add(u1.multiply(BigInteger.valueOf(other.disbeliefNanos)));
        return rounded(b.multiply(one), d.multiply(one), k.multiply(one));
    }

    /** Jøsang's trust discounting: b′ = t·b, d′ = t·d, the rest is uncertainty; t in millionths. */
    public Opinion discount(long trustMicros) {
        Checks.inRange(trustMicros, 0, 1_000_000, "trustMicros");
        long b = beliefNanos * trustMicros / 1_000_000;
        long d = disbeliefNanos * trustMicros / 1_000_000;
        return new Opinion(b, d, ONE - b - d);
    }

    private static Opinion rounded(BigInteger b, BigInteger d, BigInteger whole) {
        BigInteger one = BigInteger.valueOf(ONE);
        long belief = b.multiply(one).divide(whole).longValueExact();
        long disbelief = d.multiply(one).divide(whole).longValueExact();
        return new Opinion(belief, disbelief, ONE - belief - disbelief);
    }
}
