package org.fedfabric.protocol.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.protocol.task.UpdateCheck.Metric;
import org.fedfabric.protocol.task.UpdateCheck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UpdateCheckTest {
    @ParameterizedTest
    @EnumSource(
            value = Rule.class,
            names = {"MIRRORED", "OWN_LABELS"})
    void trying_the_opposite_needs_losses_by_class(Rule rule) {
        assertThatThrownBy(() -> new UpdateCheck(rule, Metric.ACCURACY, 500_000, 0, 0))
                .hasMessage(rule + " must have metric CROSS_ENTROPY. Provided value: ACCURACY");
    }

    @Test
    void nobody_selected_has_no_probe() {
        assertThatThrownBy(() -> UpdateCheck.mirrored(0)).hasMessageContaining("selected");
    }

    @ParameterizedTest
    @CsvSource({"1, 1000000", "4, 500000", "10, 316227", "100, 100000", "2147483647, 21"})
    void the_probe_shrinks_with_the_root_of_those_selected(int selected, long probeMicros) {
        assertThat(UpdateCheck.mirrored(selected).probeMicros()).isEqualTo(probeMicros);
    }

    @ParameterizedTest
    @CsvSource({"2, MIRRORED", "4, MIRRORED", "5, OWN_LABELS", "10, OWN_LABELS"})
    void whose_rows_a_label_is_pushed_onto_is_asked_of_many_classes_only(int classes, Rule rule) {
        assertThat(UpdateCheck.fewClasses(10, classes).rule()).isEqualTo(rule);
        assertThat(UpdateCheck.fewClasses(10, classes).probeMicros())
                .isEqualTo(UpdateCheck.mirrored(10).probeMicros());
    }

    @ParameterizedTest
    @CsvSource({
        "small-cnn, 10, 200, AGREEING",
        // Too few classes, too small, too expensive.
        "small-cnn, 2, 200, RELATIVE",
        "linear, 4, 200, RELATIVE",
        "mcmahan-cnn, 10, 200, RELATIVE",
        "mcmahan-cnn, 10, 100, AGREEING"
    })
    void updates_are_compared_where_that_says_something_and_can_be_afforded(
            String model, int classes, int validationRows, Rule rule) {
        ModelSpec network = NamedModels.forName(model, new Shape(28, 28, 1), classes);

        assertThat(UpdateCheck.alike(network, validationRows).rule()).isEqualTo(rule);
    }

    @Test
    void one_selected_is_tried_whole_as_with_iid_data() {
        assertThat(UpdateCheck.mirrored(1).probeMicros())
                .isEqualTo(UpdateCheck.crossEntropy().probeMicros());
    }
}
