package org.fedfabric.trainer.privacy;

import org.fedfabric.protocol.canonical.Checks;

/** What training changed, parameter by parameter; not bounded in any way yet. */
public final class ModelUpdate {
    private final double[] values;

    private ModelUpdate(double[] values) {
        this.values = values;
    }

    /**
     * The difference trained − base, exact: the difference of two floats fits a double unless one is 2²⁹ times the other.
     *
     * @throws DivergedException if a trained parameter is NaN or infinite
     */
    public static ModelUpdate between(float[] base, float[] trained) {
        Checks.require(
                base.length == trained.length,
                "Base and trained model must have equally many parameters: " + base.length,
                trained.length);
        double[] values = new double[base.length];
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(trained[i])) {
                throw new DivergedException(i, trained[i]);
            }
            values[i] = (double) trained[i] - base[i];
        }
        return new ModelUpdate(values);
    }

    /**
     * Scales the update down to an L2 norm of at most C, if it is longer (McMahan et al. 2018, §3, flat clipping).
     *
     * @param clipNorm C, positive and finite
     */
    public ClippedUpdate clip(double clipNorm) {
        return ClippedUpdate.of(values, clipNorm);
    }
}
