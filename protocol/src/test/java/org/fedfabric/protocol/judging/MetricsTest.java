package org.fedfabric.protocol.judging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {
    private static final List<Long> EQUAL = List.of(1_000_000L, 1_000_000L);

    @Test
    void refuses_an_empty_set() {
        assertThatThrownBy(() -> Metrics.accuracyMicros(new float[0], new int[0], 2))
                .hasMessageContaining("must have rows");
        assertThatThrownBy(() -> Metrics.crossEntropyMicros(new float[0], new int[0], EQUAL))
                .hasMessageContaining("must have rows");
    }

    @Test
    void refuses_scores_that_do_not_fit_the_labels() {
        assertThatThrownBy(() -> Metrics.accuracyMicros(new float[3], new int[2], 2))
                .hasMessageContaining("2 scores each. Provided value: 3");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void a_row_whose_scores_are_not_finite_is_as_wrong_as_can_be(float score) {
        float[] logits = {score, 0, 0, score};

        assertThat(Metrics.crossEntropyMicros(logits, new int[] {0, 1}, EQUAL)).isEqualTo(100_000_000);
        assertThat(Metrics.accuracyMicros(logits, new int[] {0, 1}, 2)).isZero();
        assertThat(Metrics.isFinite(logits, 0, 4)).isFalse();
    }

    @Test
    void huge_scores_neither_overflow_nor_cost_more_than_the_most() {
        float[] logits = {Float.MAX_VALUE, -Float.MAX_VALUE};

        assertThat(Metrics.crossEntropyMicros(logits, new int[] {0}, EQUAL)).isZero();
        assertThat(Metrics.crossEntropyMicros(logits, new int[] {1}, EQUAL)).isEqualTo(100_000_000);
    }

    @Test
    void equal_scores_cost_the_logarithm_of_the_number_of_classes() {
        // ln 2 = 0.6931471…, rounded up.
        assertThat(Metrics.crossEntropyMicros(new float[] {5, 5}, new int[] {1}, EQUAL))
                .isEqualTo(693_148);
        assertThat(Metrics.crossEntropyMicros(
                        new float[10], new int[] {3}, java.util.Collections.nCopies(10, 1_000_000L)))
                .isEqualTo(2_302_586);
    }

    @Test
    void classes_weigh() {
        // Losses ln(1 + e^-1) = 0.3132617 and ln(1 + e) = 1.3132617; weights 1 and 3.
        float[] logits = {1, 0, 1, 0};
        int[] labels = {0, 1};

        assertThat(Metrics.crossEntropyMicros(logits, labels, EQUAL)).isEqualTo(813_262);
        assertThat(Metrics.crossEntropyMicros(logits, labels, List.of(1_000_000L, 3_000_000L)))
                .isEqualTo(1_063_262);
    }

    @Test
    void three_right_of_four_are_three_quarters() {
        float[] logits = {2, 1, 1, 2, 2, 1, 1, 2};

        assertThat(Metrics.accuracyMicros(logits, new int[] {0, 1, 1, 1}, 2)).isEqualTo(750_000);
    }

    @Test
    void accuracy_is_rounded_down_and_ties_go_to_the_lowest_class() {
        float[] logits = {0, 0, 1, 0, 0, 1};

        assertThat(Metrics.accuracyMicros(logits, new int[] {0, 0, 0}, 2)).isEqualTo(666_666);
        assertThat(Metrics.accuracyMicros(new float[] {0, 0}, new int[] {1}, 2)).isZero();
    }
}
