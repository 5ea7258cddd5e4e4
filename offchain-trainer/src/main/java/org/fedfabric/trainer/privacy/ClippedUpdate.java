package org.fedfabric.trainer.privacy;

import java.util.Arrays;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.task.Quantisation;

/** An update whose L2 norm is at most the task's clipping norm C. */
public final class ClippedUpdate {
    /**
     * Scaling aims this much below C: rounding of n products and of the norm's sum changes a norm by a relative n · 2⁻⁵³
     * at most, which is 1.2e-9 at the largest model (10 million parameters).
     */
    private static final double SLACK = 1 - 0x1.0p-28;

    private final double[] values;
    private final double clipNorm;
    private final double normBefore;

    private ClippedUpdate(double[] values, double clipNorm, double normBefore) {
        this.values = values;
        this.clipNorm = clipNorm;
        this.normBefore = normBefore;
    }

    static ClippedUpdate of(double[] values, double clipNorm) {
        // Written so that NaN fails.
        Checks.require(
                clipNorm > 0 && clipNorm < Double.POSITIVE_INFINITY,
                "The clipping norm must be positive and finite",
                clipNorm);
        double norm = norm(values);
        Checks.require(norm < Double.POSITIVE_INFINITY, "The norm of an update must be a finite number", norm);
        double factor = norm > clipNorm ? clipNorm / norm * SLACK : 1;
        return new ClippedUpdate(Arrays.stream(values).map(v -> v * factor).toArray(), clipNorm, norm);
    }

    /** C, which {@link #norm()} does not exceed. */
    public double clipNorm() {
        return clipNorm;
    }

    /** L2 norm of the values. */
    public double norm() {
        return norm(values);
    }

    /** L2 norm before clipping: for the owner's log only, it depends on the data. */
    public double normBefore() {
        return normBefore;
    }

    /** A copy of the values. */
    public double[] values() {
        return values.clone();
    }

    /**
     * Weights and rounds to the nearest integers, for tasks without noise; see {@link QuantisedUpdate}.
     *
     * @param rowsLog2 the registered bucket of rows, which gives the weight
     */
    public QuantisedUpdate quantise(Quantisation quantisation, int rowsLog2) {
        return QuantisedUpdate.nearest(valuesWithin(quantisation), quantisation, rowsLog2, null);
    }

    /** A copy of the values, for a task whose clipping norm they keep. */
    double[] valuesWithin(Quantisation quantisation) {
        Checks.require(
                clipNorm <= quantisation.clipNorm(),
                "The update must be clipped to the task's norm, " + quantisation.clipNorm() + ", or less",
                clipNorm);
        return values.clone();
    }

    private static double norm(double[] values) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }
}
