package org.fedfabric.trainer.learning;

import java.util.Arrays;
import org.fedfabric.protocol.model.Layer;

/**
 * A convolution without its bias ({@link BiasStage} adds it, often after a pool has left fewer values): out
 * [row][n][column][filter] from in [row][n][column][channel].
 *
 * <p>The inputs are spread once, as [example][output column][input row][kernel column · channel]. In that form all that
 * an output row y sees of its windows is contiguous, from input row y on, so each output row of the whole batch is one
 * product with the weights, and the spread is only kernel times as large as the input instead of kernel² times (Cho and
 * Brand 2017, "MEC: memory-efficient convolution").
 */
final class ConvolutionStage implements Stage {
    private final Gemm gemm;
    private final Activations in;
    private final Activations out;
    private final int kernel;
    private final int pad;
    private final int filters;
    private final int offset;

    /** Kernel columns · channels: what a window spans in one input row. */
    private final int span;

    /** Input rows with padding. */
    private final int rows;

    private final Matrix weights;

    /** [example][output column][input row][span]; padding stays zero. */
    private final Floats spread;

    private final Floats spreadGradients;

    /** [row][example][column][filter]: outputs going forward, their gradients coming back. */
    private final Floats z;

    /** One example's share of the spread; padding stays zero. */
    private final float[] one;

    private final float[] oneGradient;

    ConvolutionStage(
            Gemm gemm,
            Layer.Conv2d layer,
            Activations in,
            Activations out,
            Floats parameters,
            int offset,
            int capacity) {
        this.gemm = gemm;
        this.in = in;
        this.out = out;
        this.kernel = layer.kernel();
        this.pad = layer.padding() == Layer.Padding.SAME ? kernel / 2 : 0;
        this.filters = layer.filters();
        this.offset = offset;
        this.span = kernel * in.shape().channels();
        this.rows = in.shape().height() + 2 * pad;
        this.weights = Matrix.dense(parameters, offset, kernel * span, filters);
        this.one = new float[out.shape().width() * rows * span];
        this.oneGradient = in.hasGradients() ? new float[one.length] : null;
        this.spread = gemm.allocate(Math.multiplyExact(capacity, one.length));
        this.spreadGradients = in.hasGradients() ? gemm.allocate(spread.length()) : null;
        this.z = gemm.allocate(Math.multiplyExact(capacity, out.shape().size()));
    }

    @Override
    public void forward(int n, boolean training) {
        for (int b = 0; b < n; b++) {
            spreadExample(n, b);
            spread.put(b * one.length, one, 0, one.length);
        }
        for (int y = 0; y < out.shape().height(); y++) {
            gemm.multiply(1, windows(spread, n, y), weights, 0, outputRow(n, y));
        }
        z.get(0, out.values(), 0, n * out.shape().size());
    }

    @Override
    public void backward(int n, GradientSink sink) {
        z.put(0, out.gradients(), 0, n * out.shape().size());
        if (in.hasGradients()) {
            spreadGradients.clear(0, n * one.length);
            for (int y = 0; y < out.shape().height(); y++) {
                gemm.multiply(1, outputRow(n, y), weights.transpose(), 1, windows(spreadGradients, n, y));
            }
            Arrays.fill(in.gradients(), 0, n * in.shape().size(), 0f);
            for (int b = 0; b < n; b++) {
                spreadGradients.get(b * one.length, oneGradient, 0, one.length);
                foldExample(n, b);
            }
        }
        Matrix gradient = Matrix.dense(sink.vector(), offset, kernel * span, filters);
        for (int y = 0; y < out.shape().height(); y++) {
            float keep = y == 0 ? sink.keep() : 1;
            gemm.multiply(sink.scale(), windows(spread, n, y).transpose(), outputRow(n, y), keep, gradient);
        }
    }

    /** What output row y sees of each window: n · output columns rows of kernel · span. */
    private Matrix windows(Floats memory, int n, int y) {
        return Matrix.strided(memory, y * span, n * out.shape().width(), kernel * span, rows * span);
    }

    private Matrix outputRow(int n, int y) {
        int height = n * out.shape().width();
        return Matrix.dense(z, y * height * filters, height, filters);
    }

    private void spreadExample(int n, int b) {
        for (int x = 0; x < out.shape().width(); x++) {
            for (int y = 0; y < in.shape().height(); y++) {
                System.arraycopy(in.values(), inputAt(n, b, y, x), one, spreadAt(y, x), visible(x));
            }
        }
    }

    private void foldExample(int n, int b) {
        for (int x = 0; x < out.shape().width(); x++) {
            int length = visible(x);
            for (int y = 0; y < in.shape().height(); y++) {
                add(oneGradient, spreadAt(y, x), in.gradients(), inputAt(n, b, y, x), length);
            }
        }
    }

    private static void add(float[] from, int at, float[] to, int toAt, int length) {
        for (int i = 0; i < length; i++) {
            to[toAt + i] += from[at + i];
        }
    }

    /** Where, in the input, the part of the window at output column x begins that is not padding. */
    private int inputAt(int n, int b, int y, int x) {
        return (y * n + b) * in.rowLength() + Math.max(0, x - pad) * in.shape().channels();
    }

    /** Where the same value lies in one example's spread. */
    private int spreadAt(int y, int x) {
        return (x * rows + y + pad) * span + Math.max(0, pad - x) * in.shape().channels();
    }

    /** How many values of a window's row at output column x are not padding. */
    private int visible(int x) {
        int from = Math.max(0, x - pad);
        int to = Math.min(in.shape().width(), x - pad + kernel);
        return (to - from) * in.shape().channels();
    }
}
