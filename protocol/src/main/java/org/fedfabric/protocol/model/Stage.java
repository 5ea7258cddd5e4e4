package org.fedfabric.protocol.model;

import java.util.Arrays;

/** One layer of a forward pass over a block of examples. Lane i of a shape is its value i, as {@link Layer} orders them. */
sealed interface Stage {
    /** Lanes that come out. */
    int outputLanes();

    /**
     * Computes the layer.
     *
     * @param parameters the whole model's
     * @param in lanes of the layer's input
     * @param out lanes to fill
     * @param marks one value per example, 0 as long as all its values were finite and NaN afterwards
     */
    void run(float[] parameters, float[][] in, float[][] out, float[] marks);

    /** The stage of a layer, or null if it changes nothing (flatten, dropout, softmax). */
    static Stage of(Layer layer, Shape input, int parameterOffset) {
        if (layer instanceof Layer.Dense dense) {
            return new DenseStage(input.size(), dense.units(), parameterOffset);
        }
        if (layer instanceof Layer.Conv2d conv) {
            return new ConvStage(conv, input, conv.outputOf(input), parameterOffset);
        }
        if (layer instanceof Layer.MaxPool2d pool) {
            return new PoolStage(pool.size(), input, pool.outputOf(input));
        }
        return layer instanceof Layer.Relu ? new ReluStage(input.size()) : null;
    }

    /** Bias first, then input after input. */
    record DenseStage(int inputs, int units, int offset) implements Stage {
        @Override
        public int outputLanes() {
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
        public int outputLanes() {
            return output.size();
        }

        @Override
        public void run(float[] parameters, float[][] in, float[][] out, float[] marks) {
            int kernel = layer.kernel();
            int filters = layer.filters();
            int border = layer.padding() == Layer.Padding.SAME ? (kernel - 1) / 2 : 0;
            int channels = input.channels();
            float[][] window = new float[kernel * kernel * channels][];
            int[] rows = new int[window.length];
            int biases = offset + window.length * filters;
            for (int y = 0; y < output.height(); y++) {
                for (int x = 0; x < output.width(); x++) {
                    int count = 0;
                    for (int ky = 0; ky < kernel; ky++) {
                        for (int kx = 0; kx < kernel; kx++) {
                            int iy = y + ky - border;
                            int ix = x + kx - border;
                            if (iy < 0 || iy >= input.height() || ix < 0 || ix >= input.width()) {
                                continue;
                            }
                            for (int c = 0; c < channels; c++) {
                                window[count] = in[(iy * input.width() + ix) * channels + c];
                                rows[count++] = (ky * kernel + kx) * channels + c;
                            }
                        }
                    }
                    for (int f = 0; f < filters; f++) {
                        float[] lane = out[(y * output.width() + x) * filters + f];
                        Arrays.fill(lane, parameters[biases + f]);
                        LaneMath.addProducts(lane, window, rows, count, parameters, offset + f, filters);
                        LaneMath.mark(marks, lane);
                    }
                }
            }
        }
    }

    /** The largest of each square. */
    record PoolStage(int size, Shape input, Shape output) implements Stage {
        @Override
        public int outputLanes() {
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
    record ReluStage(int outputLanes) implements Stage {
        @Override
        public void run(float[] parameters, float[][] in, float[][] out, float[] marks) {
            for (int i = 0; i < outputLanes; i++) {
                System.arraycopy(in[i], 0, out[i], 0, in[i].length);
                LaneMath.relu(out[i]);
            }
        }
    }
}
