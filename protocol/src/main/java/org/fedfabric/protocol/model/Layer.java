package org.fedfabric.protocol.model;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Tagged;

/**
 * One layer of a network. Activations are laid out height × width × channels (channels vary fastest), one example after
 * the other; a flat input is 1 × 1 × n.
 */
public sealed interface Layer {
    /** The shape this layer turns the given shape into; refuses a shape it cannot take. */
    Shape outputOf(Shape input);

    /** How many parameters the layer has for this input: weights first, then biases. */
    default int parameterCount(Shape input) {
        return 0;
    }

    /** Multiply-adds of one forward pass of one example. */
    default long multiplyAdds(Shape input) {
        return 0;
    }

    /**
     * Every input to every unit, plus a bias. Parameters: weights [input][unit] row by row, then biases [unit].
     *
     * @param units outputs, 1 to 65,536
     */
    @Tagged("dense")
    record Dense(int units) implements Layer {
        /** Checks the range. */
        public Dense {
            Checks.inRange(units, 1, 65_536, "units of a dense layer");
        }

        @Override
        public Shape outputOf(Shape input) {
            Checks.require(
                    input.height() == 1 && input.width() == 1,
                    "A dense layer takes a flat input: put a flatten layer before it",
                    input);
            return Shape.flat(units);
        }

        @Override
        public int parameterCount(Shape input) {
            return Math.addExact(Math.multiplyExact(input.size(), units), units);
        }

        @Override
        public long multiplyAdds(Shape input) {
            return (long) input.size() * units;
        }
    }

    /**
     * Two-dimensional convolution (cross-correlation) with stride 1. Parameters: weights
     * [kernel row][kernel column][input channel][filter], then biases [filter].
     *
     * @param filters output channels, 1 to 4,096
     * @param kernel side of the square kernel, 1 to 15
     * @param padding what happens at the border
     */
    @Tagged("conv2d")
    record Conv2d(int filters, int kernel, Padding padding) implements Layer {
        /** Checks the ranges. */
        public Conv2d {
            Checks.inRange(filters, 1, 4_096, "filters of a convolution");
            Checks.inRange(kernel, 1, 15, "kernel of a convolution");
            Checks.present(padding, "padding of a convolution");
            Checks.require(padding == Padding.VALID || kernel % 2 == 1, "SAME padding needs an odd kernel", kernel);
        }

        @Override
        public Shape outputOf(Shape input) {
            int shrink = padding == Padding.VALID ? kernel - 1 : 0;
            Checks.require(
                    input.height() > shrink && input.width() > shrink,
                    "A convolution's kernel must fit into its input",
                    input);
            return new Shape(input.height() - shrink, input.width() - shrink, filters);
        }

        @Override
        public int parameterCount(Shape input) {
            return Math.addExact(
                    Math.multiplyExact(Math.multiplyExact(kernel * kernel, input.channels()), filters), filters);
        }

        @Override
        public long multiplyAdds(Shape input) {
            Shape output = outputOf(input);
            return (long) output.height() * output.width() * filters * kernel * kernel * input.channels();
        }
    }

    /** What a convolution sees beyond the border. */
    enum Padding {
        /** Nothing: the output shrinks by kernel − 1. */
        VALID,
        /** Zeros, (kernel − 1) / 2 on each side: the output keeps the size. */
        SAME
    }

    /**
     * The largest value of each square, squares side by side; a rest at the right and lower border is dropped.
     *
     * @param size side of the square and stride, 2 to 8
     */
    @Tagged("max-pool2d")
    record MaxPool2d(int size) implements Layer {
        /** Checks the range. */
        public MaxPool2d {
            Checks.inRange(size, 2, 8, "size of a max-pool");
        }

        @Override
        public Shape outputOf(Shape input) {
            Checks.require(
                    input.height() >= size && input.width() >= size, "A max-pool must fit into its input", input);
            return new Shape(input.height() / size, input.width() / size, input.channels());
        }
    }

    /** Reads height × width × channels as one row; the order of the values stays. */
    @Tagged("flatten")
    record Flatten() implements Layer {
        @Override
        public Shape outputOf(Shape input) {
            return Shape.flat(input.size());
        }
    }

    /** max(0, x) for each value. */
    @Tagged("relu")
    record Relu() implements Layer {
        @Override
        public Shape outputOf(Shape input) {
            return input;
        }
    }

    /**
     * In training, each value is zero with this probability and scaled up by its complement otherwise; in forward passes
     * for judging and prediction it does nothing.
     *
     * @param permille probability of dropping, in thousandths, 1 to 900
     */
    @Tagged("dropout")
    record Dropout(int permille) implements Layer {
        /** Checks the range. */
        public Dropout {
            Checks.inRange(permille, 1, 900, "permille of a dropout");
        }

        @Override
        public Shape outputOf(Shape input) {
            return input;
        }
    }

    /** Turns the scores of the classes into probabilities; only as the last layer. */
    @Tagged("softmax")
    record Softmax() implements Layer {
        @Override
        public Shape outputOf(Shape input) {
            Checks.require(input.height() == 1 && input.width() == 1, "Softmax takes a flat input", input);
            return input;
        }
    }
}
