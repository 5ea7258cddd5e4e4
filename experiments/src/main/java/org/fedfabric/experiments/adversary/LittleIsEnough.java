package org.fedfabric.experiments.adversary;

import org.fedfabric.trainer.dataset.NormalQuantile;

/**
 * A little is enough (ALIE; Baruch, Baruch and Goldberg, NeurIPS 2019, algorithm 3): sends μ − z·σ of the honest updates,
 * value by value, so that each value lies among honest ones. With n workers of which m attack, s = ⌊n/2 + 1⌋ − m honest
 * supporters make a majority, and z is the largest with Φ(z) &lt; (n − m − s) / (n − m).
 *
 * <p>That z is 0 or less where the attackers cannot make a majority that way (with 2 of 10) and small with few attackers,
 * so z is at least {@link #LEAST_Z}. What is longer than the clipping norm is brought down to it: a longer one would be
 * refused for its norm alone. Where nobody honest is selected there is nothing to hide among: the opposite of its own.
 */
final class LittleIsEnough implements Adversary {
    /** What the paper's experiments on MNIST use. */
    static final double LEAST_Z = 1.5;

    /** Where the attackers are a majority by themselves; Φ(8) is 1 in double. The norm bound is what holds them then. */
    static final double LARGEST_Z = 8;

    @Override
    public double[] update(Situation situation) {
        HonestUpdates honest = HonestUpdates.of(situation);
        double[] values = honest.mean();
        double[] deviation = honest.deviation();
        double z = strength(honest.count(), situation.attackers());
        for (int i = 0; i < values.length; i++) {
            values[i] = honest.count() == 1 ? -values[i] : values[i] - z * deviation[i];
        }
        return HonestUpdates.within(values, situation.spec().quantisation().clipNorm());
    }

    /** The z that is used. */
    static double strength(int honest, int attackers) {
        return Math.max(LEAST_Z, largestZ(honest, attackers));
    }

    /** The paper's z, within ± {@link #LARGEST_Z}. */
    static double largestZ(int honest, int attackers) {
        int supporters = (honest + attackers) / 2 + 1 - attackers;
        double share = (double) (honest - supporters) / honest;
        if (share >= 1) {
            return LARGEST_Z;
        }
        return share <= 0 ? -LARGEST_Z : NormalQuantile.of(share);
    }
}
