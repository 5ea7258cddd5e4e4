package org.fedfabric.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeededDrawsTest {
    private static final int DRAWS = 200_000;

    /** Quantiles from tables of the normal distribution, to 12 digits. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 0",
        "0.975, 1.959963984540",
        "0.001, -3.090232306168",
        "0.99, 2.326347874041",
        "1e-9, -5.997807015008",
        "0.08075665923377104, -1.4"
    })
    void normal_quantiles_agree_with_the_tables(double probability, double quantile) {
        assertThat(NormalQuantile.of(probability)).isCloseTo(quantile, offset(1e-11));
    }

    /** Means of 200,000 draws: five deviations of the mean, false alarm 6e-7. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 1, 3, 50})
    void gamma_draws_have_mean_and_variance_equal_to_the_shape(double shape) {
        SeededDraws draws = SeededDraws.of("test", 1);
        double[] values =
                DoubleStream.generate(() -> draws.gamma(shape)).limit(DRAWS).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance =
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / DRAWS;
        assertThat(mean).isCloseTo(shape, offset(5 * Math.sqrt(shape / DRAWS)));
        // Fourth central moment of a gamma: 3k² + 6k.
        double deviation = Math.sqrt((2 * shape * shape + 6 * shape) / DRAWS);
        assertThat(variance).isCloseTo(shape, offset(5 * deviation));
    }

    @Test
    void a_permutation_holds_every_number_once() {
        int[] order = SeededDraws.of("test", 2).permutation(1_000);
        assertThat(order).isNotEqualTo(IntStream.range(0, 1_000).toArray());
        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(IntStream.range(0, 1_000).toArray());
    }

    @Test
    void purposes_and_seeds_have_streams_of_their_own() {
        assertThat(SeededDraws.of("a", 1).bits())
                .isNotEqualTo(SeededDraws.of("b", 1).bits())
                .isNotEqualTo(SeededDraws.of("a", 2).bits())
                .isEqualTo(SeededDraws.of("a", 1).bits());
    }
}
