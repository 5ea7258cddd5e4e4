package org.fedfabric.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.fedfabric.protocol.canonical.Digests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeededParametersTest {
    private static final ModelSpec SPEC =
            ModelSpec.of(Shape.flat(4), new Layer.Dense(3), new Layer.Relu(), new Layer.Dense(2), new Layer.Softmax());

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 42, Long.MIN_VALUE, Long.MAX_VALUE})
    void follows_its_description_word_by_word(long seed) {
        double[] bounds = new double[18];
        Arrays.fill(bounds, 0, 12, StrictMath.sqrt(6.0 / 4));
        Arrays.fill(bounds, 12, 18, StrictMath.sqrt(6.0 / 3));
        float[] weights = new float[18];
        for (int i = 0; i < weights.length; i++) {
            byte[] digest = Digests.sha256(
                    "fedfabric/seeded-parameters/1".getBytes(StandardCharsets.US_ASCII),
                    ByteBuffer.allocate(16).putLong(seed).putLong(i / 8).array());
            int word = ByteBuffer.wrap(digest).getInt(i % 8 * 4);
            weights[i] = (float) (bounds[i] * ((2.0 * (word >>> 8) + 1 - 0x1p24) / 0x1p24));
        }
        float[] expected = new float[SPEC.parameterCount()];
        System.arraycopy(weights, 0, expected, 0, 12);
        System.arraycopy(weights, 12, expected, 15, 6);
        assertThat(SeededParameters.draw(SPEC, seed)).containsExactly(expected);
    }

    @Test
    void stays_within_the_bounds_of_both_recipes_and_fills_them() {
        for (Initialisation recipe : Initialisation.values()) {
            ModelSpec spec = new ModelSpec(
                    1,
                    new Shape(9, 9, 2),
                    List.of(
                            new Layer.Conv2d(100, 3, Layer.Padding.VALID),
                            new Layer.MaxPool2d(7),
                            new Layer.Flatten(),
                            new Layer.Dense(2),
                            new Layer.Softmax()),
                    recipe);
            float[] filters = Arrays.copyOf(SeededParameters.draw(spec, 5), 1_800);
            double bound = StrictMath.sqrt(6.0 / (recipe == Initialisation.HE_UNIFORM ? 18 : 18 + 900));
            double largest = 0;
            double sum = 0;
            for (float filter : filters) {
                largest = Math.max(largest, Math.abs(filter));
                sum += filter;
            }
            assertThat(largest).isBetween(0.99 * bound, bound);
            // The mean of 1,800 has a standard deviation of bound / √(3 · 1,800): five of them are 0.068 bound.
            assertThat(sum / filters.length).isBetween(-0.068 * bound, 0.068 * bound);
        }
    }

    @Test
    void other_seeds_give_other_weights() {
        assertThat(SeededParameters.draw(SPEC, 1)).isNotEqualTo(SeededParameters.draw(SPEC, 2));
    }

    @Test
    void biases_are_zero_and_weights_are_not() {
        float[] parameters = SeededParameters.draw(SPEC, 3);
        for (int i = 0; i < parameters.length; i++) {
            assertThat(parameters[i] == 0f).as("parameter %d", i).isEqualTo((i >= 12 && i < 15) || i >= 21);
        }
    }
}
