package org.fedfabric.protocol.model;

import java.util.List;
import java.util.SplittableRandom;
import org.fedfabric.protocol.Examples;

/** Networks and inputs for tests, and a forward pass so plain that it needs no test. */
final class Networks {
    private Networks() {}

    /** Every kind of layer, borders, rests and channel counts that leave rests of every size. */
    static List<ModelSpec> all() {
        return List.of(
                Examples.convolutional(),
                NamedModels.forName("mlp", Shape.flat(13), 2),
                NamedModels.forName("2nn", Shape.flat(7), 3),
                NamedModels.forName("small-cnn", new Shape(20, 17, 3), 4),
                ModelSpec.of(
                        new Shape(7, 8, 2),
                        new Layer.MaxPool2d(2),
                        new Layer.Conv2d(3, 5, Layer.Padding.SAME),
                        new Layer.MaxPool2d(3),
                        new Layer.Relu(),
                        new Layer.Flatten(),
                        new Layer.Dense(2),
                        new Layer.Softmax()));
    }

    /** Values in (−1, 1), a third of them 0, the same for the same seed. */
    static float[] values(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(3) == 0 ? 0f : (random.nextInt(1 << 24) - (1 << 23)) / (float) (1 << 23);
        }
        return values;
    }

    /** The definition of {@link ForwardPass} for one example whose values are all finite. */
    static float[] plainLogits(ModelSpec spec, float[] parameters, float[] features) {
        float[] values = features;
        List<Shape> shapes = spec.shapes();
        int offset = 0;
        for (int i = 0; i < spec.layers().size(); i++) {
            Layer layer = spec.layers().get(i);
            if (layer instanceof Layer.Dense) {
                values = dense(values, parameters, offset, shapes.get(i + 1).size());
            } else if (layer instanceof Layer.Conv2d conv) {
                values = conv(conv, shapes.get(i), shapes.get(i + 1), values, parameters, offset);
            } else if (layer instanceof Layer.MaxPool2d pool) {
                values = pool(pool.size(), shapes.get(i), shapes.get(i + 1), values);
            } else if (layer instanceof Layer.Relu) {
                values = values.clone();
                for (int v = 0; v < values.length; v++) {
                    values[v] = values[v] > 0 ? values[v] : 0f;
                }
            }
            offset += layer.parameterCount(shapes.get(i));
        }
        return values;
    }

    private static float[] dense(float[] in, float[] parameters, int offset, int units) {
        float[] out = new float[units];
        for (int unit = 0; unit < units; unit++) {
            out[unit] = parameters[offset + in.length * units + unit];
            for (int i = 0; i < in.length; i++) {
                out[unit] += parameters[offset + i * units + unit] * in[i];
            }
        }
        return out;
    }

    private static float[] conv(
            Layer.Conv2d layer, Shape input, Shape output, float[] in, float[] parameters, int offset) {
        int kernel = layer.kernel();
        int filters = layer.filters();
        int border = layer.padding() == Layer.Padding.SAME ? (kernel - 1) / 2 : 0;
        float[] out = new float[output.size()];
        for (int y = 0; y < output.height(); y++) {
            for (int x = 0; x < output.width(); x++) {
                for (int f = 0; f < filters; f++) {
                    float sum = parameters[offset + kernel * kernel * input.channels() * filters + f];
                    for (int ky = 0; ky < kernel; ky++) {
                        for (int kx = 0; kx < kernel; kx++) {
                            int inY = y + ky - border;
                            int inX = x + kx - border;
                            boolean inside = inY >= 0 && inY < input.height() && inX >= 0 && inX < input.width();
                            for (int c = 0; inside && c < input.channels(); c++) {
                                int weight = ((ky * kernel + kx) * input.channels() + c) * filters + f;
                                sum += parameters[offset + weight]
                                        * in[(inY * input.width() + inX) * input.channels() + c];
                            }
                        }
                    }
                    out[(y * output.width() + x) * filters + f] = sum;
                }
            }
        }
        return out;
    }

    private static float[] pool(int size, Shape input, Shape output, float[] in) {
        float[] out = new float[output.size()];
        for (int i = 0; i < out.length; i++) {
            int c = i % output.channels();
            int x = i / output.channels() % output.width();
            int y = i / output.channels() / output.width();
            float largest = Float.NEGATIVE_INFINITY;
            for (int dy = 0; dy < size; dy++) {
                for (int dx = 0; dx < size; dx++) {
                    float value = in[((y * size + dy) * input.width() + x * size + dx) * input.channels() + c];
                    largest = value > largest ? value : largest;
                }
            }
            out[i] = largest;
        }
        return out;
    }
}
