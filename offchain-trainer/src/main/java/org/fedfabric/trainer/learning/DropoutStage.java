package org.fedfabric.trainer.learning;

import org.fedfabric.protocol.model.Layer;

/**
 * Sets values to zero at random and scales the others up, in place (Srivastava et al. 2014, in the inverted form that
 * leaves prediction alone).
 */
final class DropoutStage implements Stage {
    private final Activations io;
    private final TrainingRandom random;
    private final int permille;

    /** What each value of the last training batch was multiplied with. */
    private final float[] factors;

    DropoutStage(Layer.Dropout layer, Activations io, TrainingRandom random) {
        this.io = io;
        this.random = random;
        this.permille = layer.permille();
        this.factors = new float[io.values().length];
    }

    @Override
    public void forward(int n, boolean training) {
        if (!training) {
            return;
        }
        float kept = 1000f / (1000 - permille);
        int length = n * io.shape().size();
        for (int i = 0; i < length; i++) {
            factors[i] = random.below(1000) < permille ? 0f : kept;
            io.values()[i] *= factors[i];
        }
    }

    @Override
    public void backward(int n, GradientSink sink) {
        if (!io.hasGradients()) {
            return;
        }
        int length = n * io.shape().size();
        for (int i = 0; i < length; i++) {
            io.gradients()[i] *= factors[i];
        }
    }
}
