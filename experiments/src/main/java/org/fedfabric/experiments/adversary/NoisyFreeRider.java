package org.fedfabric.experiments.adversary;

import org.fedfabric.trainer.dataset.SeededDraws;

/**
 * A free rider in disguise (random weights: Lin, Du and Liu 2019, section 3.1): uniform noise in [−R, R], with R such that
 * the update is exactly as long as the typical honest one.
 */
final class NoisyFreeRider implements Adversary {
    @Override
    public double[] update(Situation situation) {
        double[] noise = new double[situation.base().length];
        SeededDraws draws = SeededDraws.of("free rider", situation.seed());
        for (int i = 0; i < noise.length; i++) {
            noise[i] = 2 * draws.uniform() - 1;
        }
        double factor = HonestUpdates.of(situation).medianNorm() / HonestUpdates.norm(noise);
        for (int i = 0; i < noise.length; i++) {
            noise[i] *= factor;
        }
        return noise;
    }
}
