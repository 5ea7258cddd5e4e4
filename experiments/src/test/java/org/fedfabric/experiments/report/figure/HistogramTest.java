package org.fedfabric.experiments.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void refuses_a_range_without_width() {
        assertThatThrownBy(() -> new Histogram(0, List.of())).hasMessageContaining("width");
    }

    @Test
    void a_value_at_an_edge_belongs_to_the_range_it_begins() {
        assertThat(Histogram.of(List.of(0, 4, 5, 9, 10), 5).counts()).containsExactly(2, 2, 1);
        assertThat(Histogram.of(List.of(0, 4, 4, 9, 9), 5).counts()).containsExactly(3, 2);
    }

    @Test
    void chooses_a_width_that_keeps_to_the_number_of_ranges() {
        assertThat(Histogram.widthFor(19, 20)).isEqualTo(1);
        assertThat(Histogram.widthFor(20, 20)).isEqualTo(2);
        assertThat(20 / Histogram.widthFor(20, 20) + 1).isLessThanOrEqualTo(20);
    }
}
