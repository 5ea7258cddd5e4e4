package org.fedfabric.trainer.learning;

import java.util.Arrays;
import org.fedfabric.protocol.model.Shape;

/** Sorts the columns of images by phase, for a pool that no convolution serves. */
final class PhaseStage implements Stage {
    private final Activations in;
    private final Image out;
    private final float[] sorted;

    PhaseStage(Activations in, Image out, int capacity) {
        this.in = in;
        this.out = out;
        this.sorted = new float[capacity * out.shape().size()];
    }

    @Override
    public void forward(int n, boolean training) {
        copy(n, in.values(), true);
        out.memory().put(0, sorted, 0, n * out.shape().size());
    }

    @Override
    public void backward(int n, GradientSink sink) {
        if (in.hasGradients()) {
            out.memory().get(0, sorted, 0, n * out.shape().size());
            Arrays.fill(in.gradients(), 0, n * in.shape().size(), 0f);
            copy(n, in.gradients(), false);
        }
    }

    private void copy(int n, float[] plain, boolean sort) {
        Shape shape = out.shape();
        int channels = shape.channels();
        for (int y = 0; y < shape.height(); y++) {
            for (int b = 0; b < n; b++) {
                for (int x = 0; x < shape.width(); x++) {
                    int phase = y * out.phases() + x % out.phases();
                    int to = phase * out.block(n) + (b * out.columns() + x / out.phases()) * channels;
                    int from = (y * n + b) * in.rowLength() + x * channels;
                    if (sort) {
                        System.arraycopy(plain, from, sorted, to, channels);
                    } else {
                        System.arraycopy(sorted, to, plain, from, channels);
                    }
                }
            }
        }
    }
}
