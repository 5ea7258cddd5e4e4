package org.fedfabric.trainer.learning;

/** max(0, x), in place; its derivative at 0 is taken as 0. */
final class ReluStage implements Stage {
    private final Activations io;

    ReluStage(Activations io) {
        this.io = io;
    }

    @Override
    public void forward(int n, boolean training) {
        float[] values = io.values();
        int length = n * io.shape().size();
        for (int i = 0; i < length; i++) {
            values[i] = Math.max(0f, values[i]); // Math.max keeps NaN, so that a broken model is noticed
        }
    }

    @Override
    public void backward(int n, GradientSink sink) {
        if (!io.hasGradients()) {
            return;
        }
        float[] values = io.values();
        float[] gradients = io.gradients();
        int length = n * io.shape().size();
        for (int i = 0; i < length; i++) {
            gradients[i] = values[i] > 0 ? gradients[i] : 0f;
        }
    }
}
