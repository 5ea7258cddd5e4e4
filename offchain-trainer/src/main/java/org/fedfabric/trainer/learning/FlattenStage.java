package org.fedfabric.trainer.learning;

/** From [row][example][column · channel] to [example][row · column · channel], and back. */
final class FlattenStage implements Stage {
    private final Activations in;
    private final Activations out;

    FlattenStage(Activations in, Activations out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public void forward(int n, boolean training) {
        int length = in.rowLength();
        int height = in.shape().height();
        for (int b = 0; b < n; b++) {
            for (int y = 0; y < height; y++) {
                System.arraycopy(in.values(), (y * n + b) * length, out.values(), (b * height + y) * length, length);
            }
        }
    }

    @Override
    public void backward(int n, GradientSink sink) {
        if (!in.hasGradients()) {
            return;
        }
        int length = in.rowLength();
        int height = in.shape().height();
        for (int b = 0; b < n; b++) {
            for (int y = 0; y < height; y++) {
                System.arraycopy(
                        out.gradients(), (b * height + y) * length, in.gradients(), (y * n + b) * length, length);
            }
        }
    }
}
