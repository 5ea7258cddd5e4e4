package org.fedfabric.protocol.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One layer of a backward pass over one example; values are ordered as {@link Layer} says. */
sealed interface GradientStage {
    /** How many values come out. */
    int outputs();

    /** Computes the layer. */
    void forward(double[] parameters, double[] in, double[] out);

    /**
     * Carries the loss's derivative from the layer's output to its input and its parameters.
     *
     * @param in what went in
     * @param out what came out
     * @param outError ∂L/∂out
     * @param inError to be filled with ∂L/∂in, or null where nobody asks
     * @param gradient the whole model's, to be added to
     */
    void back(double[] parameters, double[] in, double[] out, double[] outError, double[] inError, double[] gradient);

    /** The stages of a network in order; layers that change no value have none. */
    static List<GradientStage> of(ModelSpec spec) {
        List<GradientStage> stages = new ArrayList<>();
        List<Shape> shapes = spec.shapes();
        int offset = 0;
        for (int i = 0; i < spec.layers().size(); i++) {
            Layer layer = spec.layers().get(i);
            Shape input = shapes.get(i);
            if (layer instanceof Layer.Dense dense) {
                stages.add(new DenseGradient(input.size(), dense.units(), offset));
            } else if (layer instanceof Layer.Conv2d conv) {
                stages.add(new ConvGradient(conv, input, shapes.get(i + 1), offset));
            } else if (layer instanceof Layer.MaxPool2d pool) {
                stages.add(new PoolGradient(pool.size(), input, shapes.get(i + 1)));
            } else if (layer instanceof Layer.Relu) {
                stages.add(new ReluGradient(input.size()));
            }
            offset += layer.parameterCount(input);
        }
        return List.copyOf(stages);
    }

    /** out += value · weights, unit by unit. */
    private static void add(double[] out, int at, double value, double[] weights, int from, int units) {
        for (int u = 0; u < units; u++) {
            out[at + u] += value * weights[from + u];
        }
    }

    /** Σ error · weight, unit by unit. */
    private static double sum(double[] error, int at, double[] weights, int from, int units) {
        double sum = 0;
        for (int u = 0; u < units; u++) {
            sum += error[at + u] * weights[from + u];
        }
        return sum;
    }

    /** Weights [input][unit], then biases. */
    record DenseGradient(int inputs, int units, int offset) implements GradientStage {
        @Override
        public int outputs() {
            return units;
        }

        @Override
        public void forward(double[] parameters, double[] in, double[] out) {
            System.arraycopy(parameters, offset + inputs * units, out, 0, units);
            for (int i = 0; i < inputs; i++) {
                add(out, 0, in[i], parameters, offset + i * units, units);
            }
        }

        @Override
        public void back(
                double[] parameters,
                double[] in,
                double[] out,
                double[] outError,
                double[] inError,
                double[] gradient) {
            for (int i = 0; i < inputs; i++) {
                add(gradient, offset + i * units, in[i], outError, 0, units);
                if (inError != null) {
                    inError[i] = sum(outError, 0, parameters, offset + i * units, units);
                }
            }
            add(gradient, offset + inputs * units, 1, outError, 0, units);
        }
    }

    /** Weights [kernel row][kernel column][channel][filter], then biases. */
    record ConvGradient(Layer.Conv2d layer, Shape input, Shape output, int offset) implements GradientStage {
        /** What is done for each input that a kernel sees. */
        private interface Sight {
            void at(int in, int out, int weights);
        }

        @Override
        public int outputs() {
            return output.size();
        }

        @Override
        public void forward(double[] parameters, double[] in, double[] out) {
            int filters = layer.filters();
            for (int at = 0; at < out.length; at += filters) {
                System.arraycopy(parameters, biases(), out, at, filters);
            }
            look((from, to, weights) -> add(out, to, in[from], parameters, weights, filters));
        }

        @Override
        public void back(
                double[] parameters,
                double[] in,
                double[] out,
                double[] outError,
                double[] inError,
                double[] gradient) {
            int filters = layer.filters();
            for (int at = 0; at < out.length; at += filters) {
                add(gradient, biases(), 1, outError, at, filters);
            }
            if (inError != null) {
                Arrays.fill(inError, 0);
            }
            look((from, to, weights) -> {
                add(gradient, weights, in[from], outError, to, filters);
                if (inError != null) {
                    inError[from] += sum(outError, to, parameters, weights, filters);
                }
            });
        }

        private int biases() {
            return offset + layer.kernel() * layer.kernel() * input.channels() * layer.filters();
        }

        private void look(Sight sight) {
            int kernel = layer.kernel();
            int channels = input.channels();
            int border = layer.padding() == Layer.Padding.SAME ? (kernel - 1) / 2 : 0;
            for (int y = 0; y < output.height(); y++) {
                for (int x = 0; x < output.width(); x++) {
                    int out = (y * output.width() + x) * layer.filters();
                    for (int k = 0; k < kernel * kernel; k++) {
                        int inY = y + k / kernel - border;
                        int inX = x + k % kernel - border;
                        if (inY < 0 || inY >= input.height() || inX < 0 || inX >= input.width()) {
                            continue;
                        }
                        int in = (inY * input.width() + inX) * channels;
                        for (int c = 0; c < channels; c++) {
                            sight.at(in + c, out, offset + (k * channels + c) * layer.filters());
                        }
                    }
                }
            }
        }
    }

    /** The derivative goes to the first of the largest in each square. */
    record PoolGradient(int size, Shape input, Shape output) implements GradientStage {
        @Override
        public int outputs() {
            return output.size();
        }

        @Override
        public void forward(double[] parameters, double[] in, double[] out) {
            for (int at = 0; at < out.length; at++) {
                out[at] = in[largest(in, at)];
            }
        }

        @Override
        public void back(
                double[] parameters,
                double[] in,
                double[] out,
                double[] outError,
                double[] inError,
                double[] gradient) {
            if (inError == null) {
                return;
            }
            Arrays.fill(inError, 0);
            for (int at = 0; at < out.length; at++) {
                inError[largest(in, at)] += outError[at];
            }
        }

        private int largest(double[] in, int at) {
            int channels = input.channels();
            int position = at / channels;
            int corner =
                    (position / output.width() * size * input.width() + position % output.width() * size) * channels
                            + at % channels;
            int largest = corner;
            for (int i = 1; i < size * size; i++) {
                int other = corner + (i / size * input.width() + i % size) * channels;
                if (in[other] > in[largest]) {
                    largest = other;
                }
            }
            return largest;
        }
    }

    /** max(0, x); the derivative at 0 is 0. */
    record ReluGradient(int outputs) implements GradientStage {
        @Override
        public void forward(double[] parameters, double[] in, double[] out) {
            for (int i = 0; i < outputs; i++) {
                out[i] = Math.max(in[i], 0);
            }
        }

        @Override
        public void back(
                double[] parameters,
                double[] in,
                double[] out,
                double[] outError,
                double[] inError,
                double[] gradient) {
            if (inError == null) {
                return;
            }
            for (int i = 0; i < outputs; i++) {
                inError[i] = in[i] > 0 ? outError[i] : 0;
            }
        }
    }
}
