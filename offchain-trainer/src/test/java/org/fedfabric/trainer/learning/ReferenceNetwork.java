package org.fedfabric.trainer.learning;

import java.util.List;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;

/** Each layer's definition written out in double precision, one example at a time: [row][column][channel] throughout. */
final class ReferenceNetwork {
    private final ModelSpec spec;

    ReferenceNetwork(ModelSpec spec) {
        this.spec = spec;
    }

    /** Weighted mean cross-entropy of a batch. */
    double loss(double[] parameters, double[][] rows, int[] labels, double[] classWeights) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < rows.length; i++) {
            double[] z = logits(parameters, rows[i]);
            double total = 0;
            for (double score : z) {
                total += Math.exp(score - z[labels[i]]);
            }
            sum += classWeights[labels[i]] * Math.log(total);
            weights += classWeights[labels[i]];
        }
        return sum / weights;
    }

    /** Scores of one example before softmax. */
    double[] logits(double[] parameters, double[] row) {
        List<Shape> shapes = spec.shapes();
        double[] values = row;
        int offset = 0;
        for (int i = 0; i < spec.layers().size(); i++) {
            Layer layer = spec.layers().get(i);
            Shape in = shapes.get(i);
            values = apply(layer, in, shapes.get(i + 1), values, parameters, offset);
            offset += layer.parameterCount(in);
        }
        return values;
    }

    private static double[] apply(Layer layer, Shape in, Shape out, double[] x, double[] parameters, int offset) {
        double[] y = new double[out.size()];
        if (layer instanceof Layer.Dense) {
            for (int u = 0; u < y.length; u++) {
                y[u] = parameters[offset + x.length * y.length + u];
                for (int i = 0; i < x.length; i++) {
                    y[u] += x[i] * parameters[offset + i * y.length + u];
                }
            }
        } else if (layer instanceof Layer.Conv2d convolution) {
            convolve(convolution, in, out, x, y, parameters, offset);
        } else if (layer instanceof Layer.MaxPool2d pool) {
            for (int o = 0; o < y.length; o++) {
                int channel = o % out.channels();
                int column = o / out.channels() % out.width();
                int row = o / out.channels() / out.width();
                y[o] = Double.NEGATIVE_INFINITY;
                for (int d = 0; d < pool.size() * pool.size(); d++) {
                    int r = row * pool.size() + d / pool.size();
                    int c = column * pool.size() + d % pool.size();
                    y[o] = Math.max(y[o], x[(r * in.width() + c) * in.channels() + channel]);
                }
            }
        } else if (layer instanceof Layer.Relu) {
            for (int i = 0; i < y.length; i++) {
                y[i] = Math.max(0, x[i]);
            }
        } else {
            return x;
        }
        return y;
    }

    private static void convolve(
            Layer.Conv2d layer, Shape in, Shape out, double[] x, double[] y, double[] parameters, int offset) {
        int pad = layer.padding() == Layer.Padding.SAME ? layer.kernel() / 2 : 0;
        int filters = layer.filters();
        int biases = offset + layer.kernel() * layer.kernel() * in.channels() * filters;
        for (int o = 0; o < y.length; o++) {
            int filter = o % filters;
            int column = o / filters % out.width();
            int row = o / filters / out.width();
            y[o] = parameters[biases + filter];
            for (int ky = 0; ky < layer.kernel(); ky++) {
                for (int kx = 0; kx < layer.kernel(); kx++) {
                    int r = row + ky - pad;
                    int c = column + kx - pad;
                    if (r < 0 || c < 0 || r >= in.height() || c >= in.width()) {
                        continue;
                    }
                    for (int channel = 0; channel < in.channels(); channel++) {
                        int weight = ((ky * layer.kernel() + kx) * in.channels() + channel) * filters + filter;
                        y[o] += x[(r * in.width() + c) * in.channels() + channel] * parameters[offset + weight];
                    }
                }
            }
        }
    }
}
