package org.fedfabric.trainer.learning;

import java.util.Arrays;
import org.fedfabric.protocol.model.Layer;

/**
 * A convolution without its bias: {@link BiasStage} adds it, often after a pool has left fewer values. In:
 * [row][example][column][channel]; out: an {@link Image} in the order that the pool behind it wants.
 *
 * <p>The inputs are spread once, as [phase][example][column of the phase][input row][kernel column · channel]. In that form all that
 * an output row y sees of its windows is contiguous, from input row y on, so each output row of the whole batch is one
 * product with the weights, and the spread is only kernel times as large as the input instead of kernel² times (Cho and
 * Brand 2017, "MEC: memory-efficient convolution").
 */
final class ConvolutionStage implements Stage {
    private final Gemm gemm;
    private final Activations in;
    private final Image out;
    private final int kernel;
    private final int pad;
    private final int filters;
    private final int offset;

    /** Kernel columns · channels: what a window spans in one input row. */
    private final int span;

    /** Input rows with padding. */
    private final int rows;

    private final Matrix weights;

    /** [phase][example][column of the phase][input row][span]; padding stays zero. */
    private final Floats spread;

    private final Floats spreadGradients;

    /** One example's share of one phase of the spread; padding stays zero. */
    private final float[][] one;

    private final float[] oneGradient;

    ConvolutionStage(
            Gemm gemm, Layer.Conv2d layer, Activations in, Image out, Floats parameters, int offset, int capacity) {
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
        this.one = new float[out.phases()][out.columns() * rows * span];
        this.oneGradient = new float[one[0].length];
        this.spread = gemm.allocate(Math.multiplyExact(capacity, out.shape().width() * rows * span));
        this.spreadGradients = in.hasGradients() ? gemm.allocate(spread.length()) : null;
    }

    @Override
    public void forward(int n, boolean training) {
        for (int phase = 0; phase < out.phases(); phase++) {
            for (int b = 0; b < n; b++) {
                spreadExample(n, b, phase);
                spread.put((phase * n + b) * one[phase].length, one[phase], 0, one[phase].length);
            }
        }
        for (int y = 0; y < out.shape().height(); y++) {
            gemm.multiply(1, windows(spread, n, y), weights, 0, outputRow(n, y));
        }
    }

    @Override
    public void backward(int n, GradientSink sink) {
        if (in.hasGradients()) {
            inputGradients(n);
        }
        Matrix gradient = Matrix.dense(sink.vector(), offset, kernel * span, filters);
        for (int y = 0; y < out.shape().height(); y++) {
            float keep = y == 0 ? sink.keep() : 1;
            gemm.multiply(sink.scale(), windows(spread, n, y).transpose(), outputRow(n, y), keep, gradient);
        }
    }

    private void inputGradients(int n) {
        spreadGradients.clear(0, n * out.shape().width() * rows * span);
        for (int y = 0; y < out.shape().height(); y++) {
            gemm.multiply(1, outputRow(n, y), weights.transpose(), 1, windows(spreadGradients, n, y));
        }
        Arrays.fill(in.gradients(), 0, n * in.shape().size(), 0f);
        for (int phase = 0; phase < out.phases(); phase++) {
            for (int b = 0; b < n; b++) {
                spreadGradients.get((phase * n + b) * oneGradient.length, oneGradient, 0, oneGradient.length);
                foldExample(n, b, phase);
            }
        }
    }

    /** What output row y sees of each window: n · output columns rows of kernel · span. */
    private Matrix windows(Floats memory, int n, int y) {
        return Matrix.strided(memory, y * span, n * out.shape().width(), kernel * span, rows * span);
    }

    private Matrix outputRow(int n, int y) {
        int height = n * out.shape().width();
        return Matrix.dense(out.memory(), y * height * filters, height, filters);
    }

    private void spreadExample(int n, int b, int phase) {
        for (int column = 0; column < out.columns(); column++) {
            int x = column * out.phases() + phase;
            int from = inputAt(n, b, x);
            int to = spreadAt(column, x);
            int length = visible(x);
            for (int y = 0; y < in.shape().height(); y++) {
                System.arraycopy(in.values(), from + y * n * in.rowLength(), one[phase], to + y * span, length);
            }
        }
    }

    private void foldExample(int n, int b, int phase) {
        for (int column = 0; column < out.columns(); column++) {
            int x = column * out.phases() + phase;
            int from = spreadAt(column, x);
            int to = inputAt(n, b, x);
            int length = visible(x);
            for (int y = 0; y < in.shape().height(); y++) {
                add(oneGradient, from + y * span, in.gradients(), to + y * n * in.rowLength(), length);
            }
        }
    }

    private static void add(float[] from, int at, float[] to, int toAt, int length) {
        for (int i = 0; i < length; i++) {
            to[toAt + i] += from[at + i];
        }
    }

    /** Where in the input's row 0 the part of the window at output column x begins that is not padding. */
    private int inputAt(int n, int b, int x) {
        return b * in.rowLength() + Math.max(0, x - pad) * in.shape().channels();
    }

    /** Where the same value lies in one example's share of the spread. */
    private int spreadAt(int column, int x) {
        return (column * rows + pad) * span + Math.max(0, pad - x) * in.shape().channels();
    }

    /** How many values of a window's row at output column x are not padding. */
    private int visible(int x) {
        int from = Math.max(0, x - pad);
        int to = Math.min(in.shape().width(), x - pad + kernel);
        return (to - from) * in.shape().channels();
    }
}
