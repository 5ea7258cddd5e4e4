package org.fedfabric.trainer.learning;

import java.util.Arrays;

/** The largest value of each square, and the gradient back to it alone; of equal values the first counts. */
final class MaxPoolStage implements Stage {
    private final Activations in;
    private final Activations out;
    private final int size;

    /** For each output, where its value lies in the input. */
    private final int[] winners;

    MaxPoolStage(int size, Activations in, Activations out, int capacity) {
        this.size = size;
        this.in = in;
        this.out = out;
        this.winners = new int[Math.multiplyExact(capacity, out.shape().size())];
    }

    @Override
    public void forward(int n, boolean training) {
        float[] values = in.values();
        int channels = in.shape().channels();
        int nextRow = n * in.rowLength();
        int o = 0;
        for (int y = 0; y < out.shape().height(); y++) {
            for (int b = 0; b < n; b++) {
                int row = (y * size * n + b) * in.rowLength();
                for (int x = 0; x < out.shape().width(); x++) {
                    for (int c = 0; c < channels; c++, o++) {
                        int first = row + x * size * channels + c;
                        int winner = first;
                        for (int dy = 0; dy < size; dy++) {
                            for (int dx = 0; dx < size; dx++) {
                                int i = first + dy * nextRow + dx * channels;
                                winner = values[i] > values[winner] ? i : winner;
                            }
                        }
                        winners[o] = winner;
                        out.values()[o] = values[winner];
                    }
                }
            }
        }
    }

    @Override
    public void backward(int n, GradientSink sink) {
        if (!in.hasGradients()) {
            return;
        }
        Arrays.fill(in.gradients(), 0, n * in.shape().size(), 0f);
        for (int o = 0; o < n * out.shape().size(); o++) {
            in.gradients()[winners[o]] = out.gradients()[o];
        }
    }
}
