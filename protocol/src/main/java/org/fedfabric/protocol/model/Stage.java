package org.fedfabric.protocol.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One layer of a forward pass over a block of examples. Lane i of a shape is its value i, as {@link Layer} orders them. */
sealed interface Stage {
    /**
     * Computes the layer.
     *
     * @param parameters the whole model's
     * @param in lanes of the layer's input
     * @param out lanes to fill
     * @param marks one value per example, 0 as long as all its values were finite and NaN afterwards
     */
    void run(float[] parameters, float[][] in, float[][] out, float[] marks);

    /** How many lanes it fills; 0 if it changes its input's lanes in place, and in and out are the same. */
    int lanes();

    /** The stages of a network in order; layers that change no value in a forward pass have none. */
    static List<Stage> of(ModelSpec spec) {
        List<Stage> stages = new ArrayList<>();
        List<Shape> shapes = spec.shapes();
        int offset = 0;
        for (int i = 0; i < spec.layers().size(); i++) {
            Layer layer = spec.layers().get(i);
            Shape input = shapes.get(i);
            if (layer instanceof Layer.Dense dense) {
                stages.add(new DenseStage(input.size(), dense.units(), offset));
            } else if (layer instanceof Layer.Conv2d conv) {
                stages.add(new ConvStage(conv, input, shapes.get(i + 1), offset));
            } else if (layer instanceof Layer.MaxPool2d pool) {
                stages.add(new PoolStage(pool.size(), input, shapes.get(i + 1)));
            } else if (layer instanceof Layer.Relu) {
                stages.add(new ReluStage(input.size()));
            }
            offset += layer.parameterCount(input);
        }
        return List.copyOf(stages);
    }

    /** Bias first, then input after input. */
    record DenseStage(int inputs, int units, int offset) implements Stage {
        @Override
        public int lanes() {
            return units;
        }

        @Override
        public void run(float[] parameters, float[][] in, float[][] out, float[] marks) {
            int[] rows = new int[inputs];
            Arrays.setAll(rows, i -> i);
            int biases = offset + inputs * units;
            for (int unit = 0; unit < units; unit++) {
                Arrays.fill(out[unit], parameters[biases + unit]);
                LaneMath.addProducts(out[unit], in, rows, inputs, parameters, offset + unit, units);
                LaneMath.mark(marks, out[unit]);
            }
        }
    }

    /** Bias first, then kernel row, kernel column and channel; what lies beyond the border is left out. */
    record ConvStage(Layer.Conv2d layer, Shape input, Shape output, int offset) implements Stage {
        @Override
        public int lanes() {
            return output.size();
        }

        @Override
        public void run(float[] parameters, float[][] in, float[][] out, float[] marks) {
            int filters = layer.filters();
            float[][] window = new float[layer.kernel() * layer.kernel() * input.channels()][];
            int[] rows = new int[window.length];
            int biases = offset + window.length * filters;
            for (int y = 0; y < output.height(); y++) {
                for (int x = 0; x < output.width(); x++) {
                    int count = gather(in, y, x, window, rows);
                    for (int f = 0; f < filters; f++) {
                        float[] lane = out[(y * output.width() + x) * filters + f];
                        Arrays.fill(lane, parameters[biases + f]);
                        LaneMath.addProducts(lane, window, rows, count, parameters, offset + f, filters);
                        LaneMath.mark(marks, lane);
                    }
                }
            }
        }

        /** Collects what the kernel sees at one position, with the weight row of each input; returns how many. */
        private int gather(float[][] in, int y, int x, float[][] window, int[] rows) {
            int kernel = layer.kernel();
            int channels = input.channels();
            int border = layer.padding() == Layer.Padding.SAME ? (kernel - 1) / 2 : 0;
            int count = 0;
            for (int row = 0; row < kernel * kernel; row++) {
                int inY = y + row / kernel - border;
                int inX = x + row % kernel - border;
                if (inY >= 0 && inY < input.height() && inX >= 0 && inX < input.width()) {
                    for (int c = 0; c < channels; c++) {
                        window[count] = in[(inY * input.width() + inX) * channels + c];
                        rows[count++] = row * channels + c;
                    }
                }
            }
            return count;
        }
    }

    /** The largest of each square. */
    record PoolStage(int size, Shape input, Shape output) implements Stage {
        @Override
        public int lanes() {
            return output.size();
        }

        @Override
        public void run(float[] parameters, float[][] in, float[][] out, float[] marks) {
            int channels = input.channels();
            for (int y = 0; y < output.height(); y++) {
                for (int x = 0; x < output.width(); x++) {
                    for (int c = 0; c < channels; c++) {
                        float[] lane = out[(y * output.width() + x) * channels + c];
                        int corner = (y * size * input.width() + x * size) * channels + c;
                        System.arraycopy(in[corner], 0, lane, 0, lane.length);
                        for (int i = 1; i < size * size; i++) {
                            LaneMath.max(lane, in[corner + (i / size * input.width() + i % size) * channels]);
                        }
                    }
                }
            }
        }
    }

    /** max(0, x), in place. */
    record ReluStage(int values) implements Stage {
        @Override
        public int lanes() {
            return 0;
        }

        @Override
        public void run(float[] parameters, float[][] in, float[][] out, float[] marks) {
            for (int i = 0; i < values; i++) {
                LaneMath.relu(out[i], in[i]);
            }
        }
    }
}
