package org.fedfabric.trainer.privacy;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.judging.NormBound;
import org.fedfabric.protocol.privacy.Sensitivity;
import org.fedfabric.protocol.task.Quantisation;

/**
 * Rounds each value up or down at random, so that its mean stays, and all of them again until the squared norm is within
 * the {@link Sensitivity} (Kairouz, Liu and Steinke 2021, algorithm 1). Rounding that is not repeated could lengthen a
 * clipped vector by up to √d, and noise would have to be made for that.
 *
 * <p>Privacy rests on the comparison of integers at the end alone. What comes before it, in floating point, may cost
 * attempts or accuracy.
 */
final class ConditionalRounding {
    /** One attempt succeeds with probability 0.39 or more: a thousand failures mean that a bound is wrong. */
    private static final int MOST_ATTEMPTS = 1_000;

    private static final double WORD = 0x1.0p32;

    private ConditionalRounding() {}

    static QuantisedUpdate round(ClippedUpdate update, Quantisation quantisation, int rowsLog2, RandomWords words) {
        double[] values = update.valuesWithin(quantisation);
        Sensitivity sensitivity = Sensitivity.of(quantisation, values.length, rowsLog2);
        int exponent = quantisation.scaleBits() + quantisation.weightLog2(rowsLog2);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.scalb(values[i], exponent);
        }
        int[] integers = new int[values.length];
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            for (int i = 0; i < values.length; i++) {
                integers[i] = round(values[i], words);
            }
            if (NormBound.holds(integers, sensitivity.squaredNormBound())) {
                return new QuantisedUpdate(integers, quantisation, sensitivity);
            }
        }
        throw new IllegalStateException("Rounding at random must end within the squared norm "
                + sensitivity.squaredNormBound() + ". Provided value: " + MOST_ATTEMPTS + " attempts that did not.");
    }

    /** ⌊value⌋, or one more with the probability of its fractional part; no value of a clipped update exceeds 2³⁰. */
    private static int round(double value, RandomWords words) {
        double floor = Math.floor(value);
        Checks.require(Math.abs(floor) <= 0x1.0p30, "A clipped value in steps must be at most 2^30", value);
        double fraction = value - floor;
        // The fraction's binary digits against random ones, 32 at a time, until they differ.
        while (fraction != 0) {
            fraction *= WORD;
            double digits = Math.floor(fraction);
            long word = words.next();
            if (word != (long) digits) {
                return (int) floor + (word < (long) digits ? 1 : 0);
            }
            fraction -= digits;
        }
        return (int) floor;
    }
}
