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
                ConvStage stage = new ConvStage(conv, input, shapes.get(i + 1), offset);
                if (PooledConvStage.isIn(spec, i)) {
                    stages.add(PooledConvStage.of(stage, spec, i));
                    // The layers that the stage does as well have no parameters.
                    i += 2;
                } else {
                    stages.add(stage);
                }
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
            }
            LaneMath.addProducts(out, 0, in, rows, inputs, parameters, offset, units);
            for (int unit = 0; unit < units; unit++) {
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
            Window window = window();
            for (int y = 0; y < output.height(); y++) {
                for (int x = 0; x < output.width(); x++) {
                    at(y, x, parameters, in, window, out, (y * output.width() + x) * layer.filters(), marks);
                }
            }
        }

        /** Room for what the kernel sees at one position. */
        Window window() {
            int size = layer.kernel() * layer.kernel() * input.channels();
            return new Window(new float[size][], new int[size]);
        }

        /** Fills the lanes of all filters at one position, from {@code first} on. */
        void at(
                int y,
                int x,
                float[] parameters,
                float[][] in,
                Window window,
                float[][] out,
                int first,
                float[] marks) {
            int filters = layer.filters();
            int biases = offset + window.lanes().length * filters;
            int count = gather(in, y, x, window.lanes(), window.rows());
            for (int f = 0; f < filters; f++) {
                Arrays.fill(out[first + f], parameters[biases + f]);
            }
            LaneMath.addProducts(out, first, window.lanes(), window.rows(), count, parameters, offset, filters);
            for (int f = 0; f < filters; f++) {
                LaneMath.mark(marks, out[first + f]);
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

    /** What a kernel sees, and the weight row of each lane. */
    record Window(float[][] lanes, int[] rows) {}

    /**
     * A convolution, max(0, x) and the largest of each square, square after square: the convolution's lanes are most of a
     * network's, and so they are never all in memory.
     */
    record PooledConvStage(ConvStage conv, int size, Shape output) implements Stage {
        /** Whether the layers from here on are such three, and no convolved value is left out of the squares. */
        static boolean isIn(ModelSpec spec, int layer) {
            List<Layer> layers = spec.layers();
            if (layer + 2 >= layers.size()
                    || !(layers.get(layer + 1) instanceof Layer.Relu)
                    || !(layers.get(layer + 2) instanceof Layer.MaxPool2d pool)) {
                return false;
            }
            Shape convolved = spec.shapes().get(layer + 1);
            return convolved.height() % pool.size() == 0 && convolved.width() % pool.size() == 0;
        }

        static PooledConvStage of(ConvStage conv, ModelSpec spec, int layer) {
            Layer.MaxPool2d pool = (Layer.MaxPool2d) spec.layers().get(layer + 2);
            return new PooledConvStage(conv, pool.size(), spec.shapes().get(layer + 3));
        }

        @Override
        public int lanes() {
            return output.size();
        }

        @Override
        public void run(float[] parameters, float[][] in, float[][] out, float[] marks) {
            int filters = output.channels();
            Window window = conv.window();
            float[][] others = new float[filters][marks.length];
            for (int y = 0; y < output.height(); y++) {
                for (int x = 0; x < output.width(); x++) {
                    int first = (y * output.width() + x) * filters;
                    conv.at(y * size, x * size, parameters, in, window, out, first, marks);
                    for (int f = 0; f < filters; f++) {
                        LaneMath.relu(out[first + f], out[first + f]);
                    }
                    // The largest of these and values that are no longer negative is not negative either.
                    for (int i = 1; i < size * size; i++) {
                        conv.at(y * size + i / size, x * size + i % size, parameters, in, window, others, 0, marks);
                        for (int f = 0; f < filters; f++) {
                            LaneMath.max(out[first + f], others[f]);
                        }
                    }
                }
            }
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
