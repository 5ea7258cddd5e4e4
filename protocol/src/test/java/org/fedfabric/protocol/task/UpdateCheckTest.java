package org.fedfabric.protocol.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fedfabric.protocol.task.UpdateCheck.Metric;
import org.fedfabric.protocol.task.UpdateCheck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateCheckTest {
    @Test
    void mirrored_needs_losses_by_class() {
        assertThatThrownBy(() -> new UpdateCheck(Rule.MIRRORED, Metric.ACCURACY, 500_000, 0, 0))
                .hasMessage("MIRRORED must have metric CROSS_ENTROPY. Provided value: ACCURACY");
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

    @Test
    void one_selected_is_tried_whole_as_with_iid_data() {
        assertThat(UpdateCheck.mirrored(1).probeMicros())
                .isEqualTo(UpdateCheck.crossEntropy().probeMicros());
    }
}
