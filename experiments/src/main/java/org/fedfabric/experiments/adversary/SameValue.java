package org.fedfabric.experiments.adversary;

import java.util.Arrays;

/** Sends c·1 (same-value attack: Li et al., RSA, AAAI 2019), with c = C / √d for the clipping norm C: as much as passes. */
final class SameValue implements Adversary {
    @Override
    public double[] update(Situation situation) {
        double[] values = new double[situation.base().length];
        Arrays.fill(values, situation.spec().quantisation().clipNorm() / Math.sqrt(values.length));
        return values;
    }
}
