package org.fedfabric.trainer.privacy;

import java.util.concurrent.atomic.AtomicReference;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.privacy.Sensitivity;
import org.fedfabric.protocol.task.Quantisation;

/**
 * An update as integers near w · s · value (protocol.md §3; the powers of two w and s multiply exactly), in one of two ways:
 *
 * <ul>
 *   <li><b>to the nearest</b>, ties to even, held within ± the largest magnitude: least error, for tasks without noise. As
 *       each |q − w · s · value| is at most ½ before it is held, and holding only shortens, ‖q‖ ≤ C · s · w + √d / 2 for d
 *       values: the bound the judge checks.
 *   <li><b>at random and conditionally</b> (Kairouz, Liu and Steinke 2021, algorithm 1), for tasks with noise: each value up
 *       or down with the probabilities that keep its mean, all of them again until ‖q‖² is within the {@link Sensitivity}
 *       the noise is made for. It is never held, because noise comes first; the rounding is unbiased but for what the
 *       condition cuts away.
 * </ul>
 */
public final class QuantisedUpdate {
    private final int size;
    private final AtomicReference<int[]> values;
    private final Quantisation quantisation;
    private final Sensitivity sensitivity;

    QuantisedUpdate(int[] values, Quantisation quantisation, Sensitivity sensitivity) {
        this.size = values.length;
        this.values = new AtomicReference<>(values);
        this.quantisation = quantisation;
        this.sensitivity = sensitivity;
    }

    static QuantisedUpdate nearest(double[] values, Quantisation quantisation, int rowsLog2, Sensitivity sensitivity) {
        int exponent = quantisation.scaleBits() + quantisation.weightLog2(rowsLog2);
        int largest = quantisation.maxMagnitude();
        int[] integers = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            Checks.require(Double.isFinite(values[i]), "Value " + i + " of an update must be finite", values[i]);
            double rounded = Math.rint(Math.scalb(values[i], exponent));
            integers[i] = (int) Math.max(-largest, Math.min(largest, rounded));
        }
        return new QuantisedUpdate(integers, quantisation, sensitivity);
    }

    /**
     * Quantises values that were never clipped, so the norm is not bounded, and says all the same that it is within what
     * the task's noise is made for. Only for simulating a malicious trainer ({@code org.fedfabric.trainer.attack}).
     */
    public static QuantisedUpdate insecureOfUnclipped(double[] values, Quantisation quantisation, int rowsLog2) {
        return nearest(values, quantisation, rowsLog2, Sensitivity.of(quantisation, values.length, rowsLog2));
    }

    /** Number of values. */
    public int size() {
        return size;
    }

    /**
     * Hands the values over for good.
     *
     * @throws IllegalStateException at a second call
     */
    int[] take() {
        int[] taken = values.getAndSet(null);
        if (taken == null) {
            throw new IllegalStateException("An update is noised once, and this one was noised before.");
        }
        return taken;
    }

    Quantisation quantisation() {
        return quantisation;
    }

    /** What the norm is known to be within; null after rounding to the nearest, where nothing was asked for. */
    Sensitivity sensitivity() {
        return sensitivity;
    }
}
