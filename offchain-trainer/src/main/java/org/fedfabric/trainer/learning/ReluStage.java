package org.fedfabric.trainer.learning;

/** max(0, x), in place; its derivative at 0 is taken as 0. */
final class ReluStage implements Stage {
    private final Activations io;

    ReluStage(Activations io) {
        this.io = io;
    }

    @Override
    public void forward(int n, boolean training) {
        rectify(io.values(), n * io.shape().size());
    }

    @Override
    public void backward(int n, GradientSink sink) {
        if (io.hasGradients()) {
            keepWherePositive(io.values(), io.gradients(), n * io.shape().size());
        }
    }

    /** Math.max keeps NaN, so that a broken model is noticed. */
    private static void rectify(float[] values, int length) {
        for (int i = 0; i < length; i++) {
            values[i] = Math.max(0f, values[i]);
        }
    }

    /**
     * Outputs are 0 or positive, and a positive one times 2¹²⁷ is at least 1 for all but the tiniest numbers. HotSpot 17
     * makes vector instructions of this, but not of a condition.
     */
    private static void keepWherePositive(float[] values, float[] gradients, int length) {
        for (int i = 0; i < length; i++) {
            gradients[i] *= Math.min(1f, values[i] * 0x1p127f);
        }
    }
}
