package org.fedfabric.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fedfabric.protocol.data.FeatureRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackwardPassTest {
    private static final int ROWS = 5;
    private static final List<Long> WEIGHTS = List.of(1_000_000L, 500_000L, 3_000_000L);

    static Stream<ModelSpec> networks() {
        return Stream.of(
                ModelSpec.of(Shape.flat(4), new Layer.Dense(3), new Layer.Softmax()),
                ModelSpec.of(
                        Shape.flat(4),
                        new Layer.Dense(6),
                        new Layer.Relu(),
                        new Layer.Dropout(500),
                        new Layer.Dense(3),
                        new Layer.Softmax()),
                ModelSpec.of(
                        new Shape(7, 6, 2),
                        new Layer.Conv2d(3, 3, Layer.Padding.SAME),
                        new Layer.Relu(),
                        new Layer.MaxPool2d(2),
                        new Layer.Conv2d(4, 2, Layer.Padding.VALID),
                        new Layer.Relu(),
                        new Layer.Flatten(),
                        new Layer.Dense(5),
                        new Layer.Relu(),
                        new Layer.Dense(3),
                        new Layer.Softmax()),
                // Pool and relu first: nothing to carry to the rows.
                ModelSpec.of(
                        new Shape(5, 5, 1),
                        new Layer.Relu(),
                        new Layer.MaxPool2d(2),
                        new Layer.Flatten(),
                        new Layer.Dense(3),
                        new Layer.Softmax()));
    }

    private static FeatureRows rows(ModelSpec spec) {
        Random random = new Random(3);
        float[] features = new float[ROWS * spec.input().size()];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextGaussian();
        }
        return new FeatureRows(features, new int[] {0, 2, 1, 1, 0}, spec.input().size());
    }

    private static double[] parameters(ModelSpec spec) {
        float[] drawn = SeededParameters.draw(spec, 7);
        Random random = new Random(1);
        return IntStream.range(0, drawn.length)
                .mapToDouble(j -> (float) (drawn[j] + 0.1 * random.nextGaussian()))
                .toArray();
    }

    @Test
    void refuses_parameters_and_rows_of_another_network() {
        ModelSpec spec = networks().findFirst().orElseThrow();
        BackwardPass pass = BackwardPass.of(spec);

        assertThatThrownBy(() -> pass.gradient(new double[3], rows(spec), new int[] {0}, WEIGHTS))
                .hasMessage("The model must have 15 parameters. Provided value: 3");
        FeatureRows wider = new FeatureRows(new float[5], new int[1], 5);
        assertThatThrownBy(() -> pass.gradient(new double[15], wider, new int[] {0}, WEIGHTS))
                .hasMessage("A row must have 4 features. Provided value: 5");
    }

    @ParameterizedTest
    @MethodSource("networks")
    void its_scores_are_those_of_the_forward_pass(ModelSpec spec) {
        FeatureRows rows = rows(spec);
        double[] parameters = parameters(spec);
        float[] floats = new float[parameters.length];
        IntStream.range(0, floats.length).forEach(j -> floats[j] = (float) parameters[j]);
        float[] logits = ForwardPass.of(spec).logits(floats, rows.features(), ROWS);

        for (int row = 0; row < ROWS; row++) {
            double[] own = BackwardPass.of(spec).logits(parameters, rows.features(), row);
            for (int c = 0; c < 3; c++) {
                assertThat(own[c]).isCloseTo(logits[row * 3 + c], within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void each_derivative_is_that_of_finite_differences(ModelSpec spec) {
        FeatureRows rows = rows(spec);
        double[] parameters = parameters(spec);
        int[] chosen = {4, 0, 1, 2};
        double[] gradient = BackwardPass.of(spec).gradient(parameters, rows, chosen, WEIGHTS);

        double h = 1e-6;
        for (int j = 0; j < parameters.length; j++) {
            double[] moved = parameters.clone();
            moved[j] += h;
            double up = loss(spec, moved, rows, chosen);
            moved[j] -= 2 * h;
            double difference = (up - loss(spec, moved, rows, chosen)) / (2 * h);
            // Rounding 1e-16 / 2e-6 and the cubic term: far below.
            assertThat(gradient[j]).as("parameter %d", j).isCloseTo(difference, within(1e-7));
        }
        assertThat(Arrays.stream(gradient).map(Math::abs).max().orElseThrow()).isGreaterThan(0.01);
    }

    private static double loss(ModelSpec spec, double[] parameters, FeatureRows rows, int[] chosen) {
        double sum = 0;
        double weights = 0;
        for (int row : chosen) {
            double[] z = BackwardPass.of(spec).logits(parameters, rows.features(), row);
            double exponentials = Arrays.stream(z).map(Math::exp).sum();
            double weight = WEIGHTS.get(rows.labels()[row]);
            sum += weight * (Math.log(exponentials) - z[rows.labels()[row]]);
            weights += weight;
        }
        return sum / weights;
    }
}
