package org.fedfabric.trainer.privacy;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.task.Quantisation;

/**
 * An update as integers q = round(w · s · value), to the nearest with ties to even, then held within ± the largest
 * magnitude (protocol.md §3; the powers of two w and s multiply exactly). As each |q − w · s · value| is at most ½ before
 * it is held, and holding only shortens, ‖q‖ ≤ C · s · w + √d / 2 for d values: the bound the judge checks. Without noise,
 * rounding to the nearest adds least error; randomised rounding belongs to the noise mechanisms.
 */
public final class QuantisedUpdate {
    private final int[] values;

    private QuantisedUpdate(int[] values) {
        this.values = values;
    }

    static QuantisedUpdate of(double[] values, Quantisation quantisation, int rowsLog2) {
        int exponent = quantisation.scaleBits() + quantisation.weightLog2(rowsLog2);
        int largest = quantisation.maxMagnitude();
        int[] integers = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            Checks.require(Double.isFinite(values[i]), "Value " + i + " of an update must be finite", values[i]);
            double rounded = Math.rint(Math.scalb(values[i], exponent));
            integers[i] = (int) Math.max(-largest, Math.min(largest, rounded));
        }
        return new QuantisedUpdate(integers);
    }

    /**
     * Quantises values that were never clipped, so the norm is not bounded. Only for simulating a malicious trainer
     * ({@code org.fedfabric.trainer.attack}).
     */
    public static QuantisedUpdate insecureOfUnclipped(double[] values, Quantisation quantisation, int rowsLog2) {
        return of(values, quantisation, rowsLog2);
    }

    /** Number of values. */
    public int size() {
        return values.length;
    }

    int[] values() {
        return values;
    }
}
