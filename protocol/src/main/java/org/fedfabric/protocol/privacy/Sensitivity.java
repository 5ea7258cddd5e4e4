package org.fedfabric.protocol.privacy;

import java.math.BigInteger;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.task.Quantisation;

/**
 * How far apart the integers of two updates can be, before noise.
 *
 * <p><b>Neighbours</b>: any two updates of one participant (replacement, participant-level, local). Whatever the
 * participant's data is, its update is clipped to L2 norm C, times its weight w, times s; since w comes from the
 * registered bucket of rows, which is public, it is the same for both neighbours.
 *
 * <p><b>Rounding</b> is stochastic and conditional (Kairouz, Liu, Steinke 2021, <i>The Distributed Discrete Gaussian
 * Mechanism for Federated Learning with Secure Aggregation</i>, §4): every value is rounded up or down at random without
 * bias, all over again until ‖q‖² ≤ Δ′². With R = C·s·w and d values,
 *
 * <pre>Δ′² = min( R² + d/4 + √(2 ln(1/β))·(R + √d/2), (R + √d)² ),  β = e^(−1/2),</pre>
 *
 * so √(2 ln(1/β)) = 1, one attempt succeeds with probability at least 1 − β = 0.39, and the first form is the smaller for
 * every R ≥ 0 and d ≥ 1. Kept here is an integer B ≥ Δ′², rounded up in integer arithmetic.
 *
 * <p><b>Sensitivity</b>: as every update leaves rounding with ‖q‖² ≤ B, two of them differ by at most 2√B in L2 (triangle
 * inequality) and by at most √d·2√B in L1 (Cauchy–Schwarz). That holds for each pair of outcomes of the rounding, so the
 * guarantee of the noise, convex in the outcomes, carries over to their mixture. It rests on the loop's test alone: an
 * error in clipping or in Δ′ costs attempts, never privacy.
 *
 * @param squaredNormBound B, what ‖q‖² must not exceed after rounding, at least 1
 * @param count d, the number of values
 */
public record Sensitivity(long squaredNormBound, int count) {
    /** B of a task's largest norm, C·s = 2³⁰, is below 2⁶¹, so 4·B fits a long. */
    private static final int MAX_BITS = 61;

    private static final int PLACES = 20;
    private static final BigInteger MICROS = BigInteger.valueOf(1_000_000);

    /** Checks the ranges. */
    public Sensitivity {
        Checks.inRange(squaredNormBound, 1, (1L << MAX_BITS) - 1, "squaredNormBound");
        Checks.inRange(count, 1, 1 << 30, "count of values");
    }

    /**
     * The sensitivity of one participant's updates in a task.
     *
     * @param quantisation gives C, s and the weight's cap
     * @param count d, the model's number of parameters
     * @param rowsLog2 the participant's registered bucket of rows, which gives w
     * @throws IllegalArgumentException if C·s·w is so large that squared norms leave 61 bits
     */
    public static Sensitivity of(Quantisation quantisation, int count, int rowsLog2) {
        Checks.inRange(count, 1, 1 << 30, "count of values");
        // R, R² and the rest in binary places 2^-20 and 2^-40, each rounded up.
        BigInteger radius = quantisation.radiusUp(rowsLog2, PLACES);
        BigInteger squares = BigInteger.valueOf(count);
        BigInteger sum = radius.pow(2)
                .add(radius.shiftLeft(PLACES))
                .add(squares.shiftLeft(2 * PLACES - 2))
                .add(rootUp(squares.shiftLeft(4 * PLACES - 2)));
        BigInteger bound = dividedUp(sum, BigInteger.ONE.shiftLeft(2 * PLACES));
        Checks.require(
                bound.bitLength() <= MAX_BITS,
                "The squared norm of a clipped update in steps must take at most " + MAX_BITS
                        + " bits; lower scaleBits or clipNormMicros",
                bound);
        return new Sensitivity(bound.longValueExact(), count);
    }

    /** The square of the L2 sensitivity, (2Δ′)² = 4·B. */
    public long squaredL2() {
        return Math.multiplyExact(4, squaredNormBound);
    }

    /** The L1 sensitivity ⌈2·√d·Δ′⌉, rounded up. */
    public long l1() {
        return rootUp(BigInteger.valueOf(squaredL2()).multiply(BigInteger.valueOf(count)))
                .longValueExact();
    }

    /**
     * σ² of discrete Gaussian noise with this multiplier: (multiplier)² · (2Δ′)², the parameter of P(z) ∝ exp(−z²/(2σ²)).
     *
     * @param multiplierMicros σ relative to the L2 sensitivity, in millionths
     */
    public Ratio gaussianVariance(long multiplierMicros) {
        Checks.inRange(multiplierMicros, 1, Long.MAX_VALUE, "multiplierMicros");
        return new Ratio(
                BigInteger.valueOf(multiplierMicros).pow(2).multiply(BigInteger.valueOf(squaredL2())), MICROS.pow(2));
    }

    /**
     * t of discrete Laplace noise with this multiplier: multiplier · L1 sensitivity, the parameter of P(z) ∝ exp(−|z|/t).
     *
     * @param multiplierMicros t relative to the L1 sensitivity, in millionths
     */
    public Ratio laplaceScale(long multiplierMicros) {
        Checks.inRange(multiplierMicros, 1, Long.MAX_VALUE, "multiplierMicros");
        return new Ratio(BigInteger.valueOf(multiplierMicros).multiply(BigInteger.valueOf(l1())), MICROS);
    }

    static BigInteger dividedUp(BigInteger value, BigInteger divisor) {
        return value.add(divisor).subtract(BigInteger.ONE).divide(divisor);
    }

    private static BigInteger rootUp(BigInteger value) {
        BigInteger root = value.sqrt();
        return root.pow(2).equals(value) ? root : root.add(BigInteger.ONE);
    }
}
