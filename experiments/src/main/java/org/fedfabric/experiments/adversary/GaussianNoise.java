package org.fedfabric.experiments.adversary;

import org.fedfabric.trainer.dataset.SeededDraws;

/**
 * Sends draws of N(0, σ²) (Blanchard et al., NIPS 2017, section 5). Theirs have σ = 200 whatever the model, which any norm
 * bound refuses; here σ = R / √d, so that the d values have the expected squared norm R² of the longest honest update.
 */
final class GaussianNoise implements Adversary {
    @Override
    public double[] update(Situation situation) {
        double[] values = new double[situation.base().length];
        double sigma = HonestUpdates.of(situation).longest() / Math.sqrt(values.length);
        SeededDraws draws = SeededDraws.of("gaussian attack", situation.seed());
        for (int i = 0; i < values.length; i++) {
            values[i] = sigma * draws.gaussian();
        }
        return values;
    }
}
