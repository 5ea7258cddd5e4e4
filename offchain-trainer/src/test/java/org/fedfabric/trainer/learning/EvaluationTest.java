package org.fedfabric.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EvaluationTest {
    @Test
    void refuses_scores_that_are_not_finite() {
        assertThatThrownBy(() -> Evaluation.of(new float[] {1, 0, Float.NaN, 1}, new int[] {0, 1}, 2))
                .hasMessage("Scores must be finite; row 1 has another. Provided value: NaN");
    }

    @Test
    void refuses_a_wrong_number_of_scores_and_labels_beyond_the_classes() {
        assertThatThrownBy(() -> Evaluation.of(new float[3], new int[2], 2)).hasMessageContaining("2 scores each");
        assertThatThrownBy(() -> Evaluation.of(new float[2], new int[] {2}, 2)).hasMessageContaining("[0, 1]");
        assertThatThrownBy(() -> Evaluation.of(new float[0], new int[0], 2)).hasMessageContaining("at least one row");
    }

    @Test
    void two_classes_are_judged_by_the_positive_one() {
        // Actual 1: three rows, two found; actual 0: two rows, one taken for 1.
        Evaluation evaluation = Evaluation.of(new float[] {0, 1, 0, 1, 1, 0, 0, 1, 1, 0}, new int[] {1, 1, 1, 0, 0}, 2);
        assertThat(evaluation.confusion()).isDeepEqualTo(new long[][] {{1, 1}, {1, 2}});
        assertThat(evaluation.accuracy()).isCloseTo(0.6, within(1e-12));
        assertThat(evaluation.precision()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(evaluation.recall()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(evaluation.f1()).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void more_classes_are_judged_by_the_mean_and_nothing_over_nothing_is_zero() {
        // Class 2 has neither rows nor predictions.
        Evaluation evaluation = Evaluation.of(new float[] {1, 0, 0, 0, 1, 0, 1, 0, 0}, new int[] {0, 1, 1}, 3);
        assertThat(evaluation.accuracy()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(evaluation.precision()).isCloseTo((0.5 + 1 + 0) / 3, within(1e-12));
        assertThat(evaluation.recall()).isCloseTo((1 + 0.5 + 0) / 3, within(1e-12));
        assertThat(evaluation.f1()).isCloseTo((2 / 3.0 + 2 / 3.0 + 0) / 3, within(1e-12));
    }

    @Test
    void always_no_has_no_positive_f1() {
        Evaluation evaluation = Evaluation.of(new float[] {1, 0, 1, 0}, new int[] {0, 1}, 2);
        assertThat(evaluation.accuracy()).isEqualTo(0.5);
        assertThat(evaluation.precision()).isZero();
        assertThat(evaluation.f1()).isZero();
    }

    @Test
    void of_two_equal_scores_the_lower_class_wins() {
        assertThat(Evaluation.of(new float[] {1, 1}, new int[] {0}, 2).accuracy())
                .isEqualTo(1);
    }
}
