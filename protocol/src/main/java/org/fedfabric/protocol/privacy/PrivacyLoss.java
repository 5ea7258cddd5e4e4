package org.fedfabric.protocol.privacy;

import java.math.BigInteger;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.task.Privacy;

/**
 * What submissions cost, in integers that are only ever rounded up. Two parts, because the two mechanisms compose by two
 * rules; both parts add, whatever the order and whatever an adversary chooses in between:
 *
 * <ul>
 *   <li>ρ of zero-concentrated differential privacy (Bun and Steinke 2016). Discrete Gaussian noise on integers with L2
 *       sensitivity Δ has ρ = Δ²/(2σ²), for any σ (Canonne, Kamath, Steinke 2020, <i>The Discrete Gaussian for
 *       Differential Privacy</i>, theorem 4; many coordinates: theorem 14). With σ = multiplier · Δ that is
 *       1/(2·multiplier²).
 *   <li>ε of pure differential privacy, by basic composition. Discrete Laplace noise with L1 sensitivity Δ and scale t has
 *       ε = Δ/t = 1/multiplier.
 * </ul>
 *
 * <p>The unit is a billionth: a multiplier of 100 costs ρ = 50,000 of them, so rounding up adds at most 1/50,000; in
 * millionths it would add up to 1/50, and at a multiplier of 1,000 it would double the charge.
 *
 * @param rhoNanos ρ in billionths
 * @param pureEpsilonNanos ε of the pure part in billionths
 */
public record PrivacyLoss(long rhoNanos, long pureEpsilonNanos) {
    /** Nothing spent. */
    public static final PrivacyLoss NONE = new PrivacyLoss(0, 0);

    /** Above a million of the dearest submissions there are (5·10¹⁸), and below what 64 bits hold. */
    private static final long MAX_NANOS = 9_000_000_000_000_000_000L;

    /** 10⁹ / 2 · (10⁶)²: ρ = 1/(2·multiplier²) in billionths is this divided by the square of the multiplier in millionths. */
    private static final BigInteger RHO_NUMERATOR = BigInteger.TEN.pow(21).divide(BigInteger.TWO);

    /** 10⁹ · 10⁶: ε = 1/multiplier in billionths is this divided by the multiplier in millionths. */
    private static final BigInteger EPSILON_NUMERATOR = BigInteger.TEN.pow(15);

    /** Checks that neither is negative. */
    public PrivacyLoss {
        Checks.inRange(rhoNanos, 0, MAX_NANOS, "rhoNanos");
        Checks.inRange(pureEpsilonNanos, 0, MAX_NANOS, "pureEpsilonNanos");
    }

    /**
     * What one submission costs: from mechanism and multiplier alone, never from an ε that somebody claims.
     *
     * @throws IllegalArgumentException without a mechanism: that costs more than any number
     */
    public static PrivacyLoss ofSubmission(Privacy privacy) {
        BigInteger multiplier = BigInteger.valueOf(privacy.sigmaMicros());
        return switch (privacy.mechanism()) {
            case DISCRETE_GAUSSIAN ->
                new PrivacyLoss(
                        Sensitivity.dividedUp(RHO_NUMERATOR, multiplier.pow(2)).longValueExact(), 0);
            case DISCRETE_LAPLACE ->
                new PrivacyLoss(
                        0, Sensitivity.dividedUp(EPSILON_NUMERATOR, multiplier).longValueExact());
            case NONE ->
                throw new IllegalArgumentException(
                        "Only noise has a finite privacy loss. Provided value: mechanism " + privacy.mechanism());
        };
    }

    /**
     * Both losses together.
     *
     * @throws ArithmeticException if a part leaves 64 bits: it never wraps
     * @throws IllegalArgumentException if a part exceeds nine billion
     */
    public PrivacyLoss plus(PrivacyLoss other) {
        return new PrivacyLoss(
                Math.addExact(rhoNanos, other.rhoNanos), Math.addExact(pureEpsilonNanos, other.pureEpsilonNanos));
    }

    /**
     * This loss without a part of it.
     *
     * @throws IllegalArgumentException if the other was no part of this one
     */
    public PrivacyLoss minus(PrivacyLoss other) {
        return new PrivacyLoss(rhoNanos - other.rhoNanos, pureEpsilonNanos - other.pureEpsilonNanos);
    }

    /**
     * This loss so many times.
     *
     * @throws ArithmeticException if a part leaves 64 bits: it never wraps
     * @throws IllegalArgumentException if a part exceeds nine billion
     */
    public PrivacyLoss times(long count) {
        Checks.inRange(count, 0, Long.MAX_VALUE, "count");
        return new PrivacyLoss(Math.multiplyExact(rhoNanos, count), Math.multiplyExact(pureEpsilonNanos, count));
    }

    /**
     * The ε at which this loss is (ε, δ)-differential privacy, in millionths, rounded up: the concentrated part converted
     * by {@link ZeroConcentrated}, the pure part added to it.
     *
     * @param deltaPerBillion δ in billionths
     */
    public long epsilonMicros(long deltaPerBillion) {
        Checks.inRange(deltaPerBillion, 1, 1_000_000_000L - 1, "deltaPerBillion");
        long pure = pureEpsilonNanos / 1_000 + (pureEpsilonNanos % 1_000 == 0 ? 0 : 1);
        return Math.addExact(pure, ZeroConcentrated.epsilonMicros(rhoNanos, deltaPerBillion));
    }
}
