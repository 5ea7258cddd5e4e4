package org.fedfabric.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.Layer.Padding;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scores and gradients of each kind of layer against {@link ReferenceNetwork}, on each engine. */
abstract class NetworkContract {
    private static final int ROWS = 7;

    /** Below the number of rows, so that a batch runs in parts. */
    private static final int CAPACITY = 4;

    abstract Gemm gemm();

    static Stream<Arguments> networks() {
        return Stream.of(
                network("dense", Shape.flat(5), new Layer.Dense(3)),
                network("mlp", Shape.flat(6), new Layer.Dense(9), new Layer.Relu(), new Layer.Dense(3)),
                network("relu on inputs", Shape.flat(6), new Layer.Relu(), new Layer.Dense(3)),
                network(
                        "valid convolution",
                        new Shape(6, 5, 2),
                        new Layer.Conv2d(3, 3, Padding.VALID),
                        new Layer.Flatten(),
                        new Layer.Dense(3)),
                network(
                        "even kernel",
                        new Shape(6, 5, 2),
                        new Layer.Conv2d(3, 2, Padding.VALID),
                        new Layer.Flatten(),
                        new Layer.Dense(3)),
                network(
                        "same convolutions",
                        new Shape(5, 4, 2),
                        new Layer.Conv2d(3, 3, Padding.SAME),
                        new Layer.Relu(),
                        new Layer.Conv2d(4, 5, Padding.SAME),
                        new Layer.Flatten(),
                        new Layer.Dense(3)),
                network(
                        "kernel wider than the image",
                        new Shape(2, 2, 1),
                        new Layer.Conv2d(2, 3, Padding.SAME),
                        new Layer.Conv2d(2, 5, Padding.SAME),
                        new Layer.Flatten(),
                        new Layer.Dense(3)),
                network("convolution to one pixel", new Shape(3, 3, 1), new Layer.Conv2d(3, 3, Padding.VALID)),
                network(
                        "pools",
                        new Shape(11, 10, 1),
                        new Layer.Conv2d(3, 3, Padding.VALID),
                        new Layer.Relu(),
                        new Layer.MaxPool2d(2),
                        new Layer.Conv2d(4, 3, Padding.SAME),
                        new Layer.MaxPool2d(3),
                        new Layer.Flatten(),
                        new Layer.Dense(6),
                        new Layer.Relu(),
                        new Layer.Dense(3)),
                network(
                        "pool on inputs",
                        new Shape(4, 6, 2),
                        new Layer.MaxPool2d(2),
                        new Layer.Flatten(),
                        new Layer.Dense(3)),
                network(
                        "pool apart from its convolution",
                        new Shape(6, 6, 1),
                        new Layer.Conv2d(2, 3, Padding.SAME),
                        new Layer.Relu(),
                        new Layer.Relu(),
                        new Layer.MaxPool2d(2),
                        new Layer.Flatten(),
                        new Layer.Dense(3)));
    }

    private static Arguments network(String name, Shape input, Layer... layers) {
        Layer[] all = Arrays.copyOf(layers, layers.length + 1);
        all[layers.length] = new Layer.Softmax();
        return Arguments.of(name, ModelSpec.of(input, all));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void scores_are_those_of_the_definition(String name, ModelSpec spec) {
        Case one = new Case(spec);
        Network network = one.network();
        for (int from = 0; from < ROWS; from += CAPACITY) {
            int n = Math.min(CAPACITY, ROWS - from);
            network.forward(one.rows, Case.ORDER, from, n, /* training= */ false);
            for (int b = 0; b < n; b++) {
                double[] expected =
                        new ReferenceNetwork(spec).logits(doubles(one.parameters), one.example(Case.ORDER[from + b]));
                for (int c = 0; c < 3; c++) {
                    assertThat((double) network.logits().values()[b * 3 + c]).isCloseTo(expected[c], within(2e-5));
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void gradients_are_finite_differences_of_the_loss(String name, ModelSpec spec) {
        Case one = new Case(spec);
        Network network = one.network();
        Floats gradient = gemm().allocate(one.parameters.length);
        double loss = one.backward(network, new GradientSink(gradient, 1, 0), new GradientSink(gradient, 1, 1));
        float[] computed = new float[one.parameters.length];
        gradient.get(0, computed, 0, computed.length);
        assertThat(loss).isCloseTo(one.loss(doubles(one.parameters)), within(1e-5));
        for (int i = 0; i < computed.length; i++) {
            // Central differences in double: error of order 1e-10, so that only float rounding remains.
            double[] moved = doubles(one.parameters);
            moved[i] += 1e-5;
            double above = one.loss(moved);
            moved[i] -= 2e-5;
            double expected = (above - one.loss(moved)) / 2e-5;
            assertThat((double) computed[i]).as("parameter %d", i).isCloseTo(expected, within(1e-5));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void a_direct_step_equals_a_step_with_the_gradient(String name, ModelSpec spec) {
        Case one = new Case(spec);
        Network direct = new Network(spec, gemm(), ROWS);
        direct.load(one.parameters);
        GradientSink step = new GradientSink(direct.parameters(), -0.1f, 1);
        one.backward(direct, step, step);

        Network indirect = one.network();
        Floats gradient = gemm().allocate(one.parameters.length);
        one.backward(indirect, new GradientSink(gradient, 1, 0), new GradientSink(gradient, 1, 1));
        gemm().addScaled(-0.1f, gradient, indirect.parameters());

        float[] expected = indirect.store();
        float[] actual = direct.store();
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-6f));
        }
    }

    private static double[] doubles(float[] floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }

    /** Random rows, labels and parameters for a network. */
    private final class Case {
        static final int[] ORDER = {3, 0, 6, 2, 5, 1, 4};
        private static final double[] WEIGHTS = {1, 2.5, 0.5};

        private final ModelSpec spec;
        private final float[] parameters;
        private final FeatureRows rows;

        Case(ModelSpec spec) {
            this.spec = spec;
            SplittableRandom random = new SplittableRandom(5);
            parameters = floats(random, spec.parameterCount(), 0.6);
            int width = spec.input().size();
            int[] labels = new int[ROWS];
            for (int i = 0; i < ROWS; i++) {
                labels[i] = i % 3;
            }
            rows = new FeatureRows(floats(random, ROWS * width, 1), labels, width);
        }

        private static float[] floats(SplittableRandom random, int count, double bound) {
            float[] floats = new float[count];
            for (int i = 0; i < count; i++) {
                floats[i] = (float) random.nextDouble(-bound, bound);
            }
            return floats;
        }

        Network network() {
            Network network = new Network(spec, gemm(), CAPACITY);
            network.load(parameters);
            return network;
        }

        double[] example(int row) {
            double[] example = new double[rows.width()];
            for (int i = 0; i < example.length; i++) {
                example[i] = rows.features()[row * example.length + i];
            }
            return example;
        }

        double loss(double[] at) {
            double[][] examples = new double[ROWS][];
            for (int row = 0; row < ROWS; row++) {
                examples[row] = example(row);
            }
            return new ReferenceNetwork(spec).loss(at, examples, rows.labels(), WEIGHTS);
        }

        /** Runs the batch, in parts if the network is small; returns the weighted mean loss. */
        double backward(Network network, GradientSink first, GradientSink further) {
            SoftmaxLoss loss = new SoftmaxLoss(network.logits(), Samples.schema(spec, 1_000_000, 2_500_000, 500_000));
            double weight = 0;
            for (int label : rows.labels()) {
                weight += WEIGHTS[label];
            }
            double sum = 0;
            for (int from = 0; from < ROWS; from += network.capacity()) {
                int n = Math.min(network.capacity(), ROWS - from);
                network.forward(rows, ORDER, from, n, /* training= */ true);
                sum += loss.backward(n, rows.labels(), ORDER, from, weight);
                network.backward(n, from == 0 ? first : further);
            }
            return sum / weight;
        }
    }
}
