package org.fedfabric.protocol.privacy;

import org.fedfabric.protocol.task.Privacy;

/**
 * What a noised update y = q + N may look like: bounds that an honest one, ‖q‖² ≤ B, breaks with probability at most 1e-6
 * over its own noise. Saturating y only shrinks it, so the bounds hold after it too. Computed in double with basic
 * operations and StrictMath, the same everywhere, and widened by 2⁻³⁰ against rounding.
 *
 * <p><b>Discrete Gaussian</b>, d values. Each is sub-Gaussian: E exp(λN) ≤ exp(λ²σ²/2) (Canonne, Kamath, Steinke 2020,
 * §2). With an independent Z ~ N(0, 1)^d, E exp(λ‖y‖²) = E exp(√(2λ)⟨Z, y⟩) ≤ E exp(√(2λ)⟨Z, q⟩ + λσ²‖Z‖²), which is the
 * moment generating function of σ² times a non-central χ² with d degrees and non-centrality B/σ². For that function
 * −ln(1−u) − u ≤ u²/(2(1−u)) gives Birgé's bound (2001, lemma 8.1): with probability at least 1 − e^(−x),
 *
 * <pre>‖y‖² ≤ B + dσ² + 2σ√(x·(dσ² + 2B)) + 2σ²x,   x = 14.</pre>
 *
 * <p><b>Discrete Laplace</b>, scale t. Squares have no exponential moment, so large values are set apart: ‖y‖² = ‖q‖² +
 * 2⟨q, N⟩ + ‖N‖², each event with probability at least 1 − e^(−x), x = 15, and 3·e^(−15) ≤ 1e-6.
 *
 * <ul>
 *   <li>P(|N| > m) ≤ e^(−m/t), so all |Nᵢ| ≤ M = t·(x + ln d).
 *   <li>E N² ≤ 2t² and E N⁴ ≤ 24t⁴ + 2t² (exact sums, with sinh z ≥ z); Bernstein for min(Nᵢ², M²): ‖N‖² ≤ 2dt² + √(2x·d·(24t⁴
 *       + 2t²)) + x·M²/3.
 *   <li>E exp(λN) ≤ 1/(1 − λ²t²), so ⟨q, N⟩ is sub-gamma: ⟨q, N⟩ ≤ 2t√(xB) + x·t·√B.
 * </ul>
 */
public final class NoiseBounds {
    /** e^(−14) = 8.3e-7: the exponent of one event at most 1e-6. */
    private static final double ONE_EVENT = 14;

    /** 3·e^(−15) = 9.2e-7: the exponent of each of three. */
    private static final double OF_THREE_EVENTS = 15;

    /** Fewer than 2²⁰ roundings of 2⁻⁵³ each. */
    private static final double OUTWARDS = 1 + 0x1.0p-30;

    private NoiseBounds() {}

    /**
     * The bound on ‖y‖² as a real number, at least 1.
     *
     * @param sensitivity B and d
     * @param privacy a mechanism and its multiplier
     */
    public static double squaredNorm(Sensitivity sensitivity, Privacy privacy) {
        double bound = sensitivity.squaredNormBound();
        double count = sensitivity.count();
        return switch (privacy.mechanism()) {
            case DISCRETE_GAUSSIAN -> {
                double variance =
                        sensitivity.gaussianVariance(privacy.sigmaMicros()).toDouble();
                double deviation = 2 * StrictMath.sqrt(variance * ONE_EVENT * (count * variance + 2 * bound));
                yield (bound + count * variance + deviation + 2 * variance * ONE_EVENT) * OUTWARDS;
            }
            case DISCRETE_LAPLACE -> {
                double scale = sensitivity.laplaceScale(privacy.sigmaMicros()).toDouble();
                double square = scale * scale;
                double largest = scale * (OF_THREE_EVENTS + StrictMath.log(count));
                double noise = 2 * count * square
                        + StrictMath.sqrt(2 * OF_THREE_EVENTS * count * (24 * square * square + 2 * square))
                        + OF_THREE_EVENTS * largest * largest / 3;
                double product = 2 * scale * StrictMath.sqrt(OF_THREE_EVENTS * bound)
                        + OF_THREE_EVENTS * scale * StrictMath.sqrt(bound);
                yield (bound + 2 * product + noise) * OUTWARDS;
            }
            case NONE -> throw withoutNoise(privacy);
        };
    }

    /**
     * The magnitude that no value of an honest y exceeds, with probability at least 1 − 1e-6 over all d: √B plus the
     * noise's tail, P(|N| > m) ≤ 2e^(−m²/(2σ²)) or e^(−m/t). What lies beyond an encoding's width is cut off, which costs
     * accuracy but no privacy.
     */
    public static double largestValue(Sensitivity sensitivity, Privacy privacy) {
        double logCount = StrictMath.log(sensitivity.count());
        double tail = switch (privacy.mechanism()) {
            case DISCRETE_GAUSSIAN ->
                StrictMath.sqrt(2
                        * sensitivity.gaussianVariance(privacy.sigmaMicros()).toDouble()
                        * (ONE_EVENT + StrictMath.log(2) + logCount));
            case DISCRETE_LAPLACE ->
                sensitivity.laplaceScale(privacy.sigmaMicros()).toDouble() * (ONE_EVENT + logCount);
            case NONE -> throw withoutNoise(privacy);
        };
        return (StrictMath.sqrt(sensitivity.squaredNormBound()) + tail) * OUTWARDS;
    }

    /** The standard deviation of one value's noise: σ, or √2·t, rounded up; discrete noise has no more than that. */
    public static double deviation(Sensitivity sensitivity, Privacy privacy) {
        return switch (privacy.mechanism()) {
            case DISCRETE_GAUSSIAN ->
                StrictMath.sqrt(
                        sensitivity.gaussianVariance(privacy.sigmaMicros()).toDouble());
            case DISCRETE_LAPLACE ->
                StrictMath.sqrt(2)
                        * sensitivity.laplaceScale(privacy.sigmaMicros()).toDouble();
            case NONE -> throw withoutNoise(privacy);
        };
    }

    private static IllegalArgumentException withoutNoise(Privacy privacy) {
        return new IllegalArgumentException(
                "Bounds under noise need a mechanism. Provided value: " + privacy.mechanism());
    }
}
