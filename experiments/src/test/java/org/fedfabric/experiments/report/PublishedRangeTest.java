package org.fedfabric.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.fedfabric.experiments.result.Published;
import org.junit.jupiter.api.Test;

class PublishedRangeTest {
    @Test
    void words_alone_have_no_difference() {
        List<Published> words = List.of(value(null, null, "does not converge"));
        assertThat(PublishedRange.text(words)).isEqualTo("does not converge [Fig. 4]");
        assertThat(PublishedRange.difference(words, 0.5)).isEqualTo("–");
        assertThat(PublishedRange.text(List.of())).isEqualTo("–");
    }

    @Test
    void says_a_value_a_range_and_a_bound() {
        assertThat(PublishedRange.text(value(0.9, 0.9, null))).isEqualTo("90.0 %");
        assertThat(PublishedRange.text(value(0.8, 0.9, null))).isEqualTo("80.0–90.0 %");
        assertThat(PublishedRange.text(value(0.0, 0.7, "at the highest"))).isEqualTo("≤ 70.0 % (at the highest)");
        assertThat(PublishedRange.text(value(0.9, 1.0, null))).isEqualTo("≥ 90.0 %");
    }

    @Test
    void an_end_that_is_not_stated_is_nought_or_the_whole() {
        assertThat(PublishedRange.text(value(null, 0.7, null))).isEqualTo("≤ 70.0 %");
        assertThat(PublishedRange.text(value(0.9, null, null))).isEqualTo("≥ 90.0 %");
        assertThat(PublishedRange.difference(List.of(value(null, 0.7, null)), 0.75))
                .isEqualTo("+5.00");
        assertThat(PublishedRange.difference(List.of(value(0.9, null, null)), 0.85))
                .isEqualTo("−5.00");
    }

    @Test
    void a_difference_begins_at_the_edge_of_the_range() {
        List<Published> range = List.of(value(0.8, 0.9, null));
        assertThat(PublishedRange.difference(range, 0.85)).isEqualTo("0.00");
        assertThat(PublishedRange.difference(range, 0.95)).isEqualTo("+5.00");
        assertThat(PublishedRange.difference(range, 0.75)).isEqualTo("−5.00");
    }

    private static Published value(Double lowest, Double highest, String note) {
        return new Published(Map.of("partition", "iid"), 100, lowest, highest, note, "Fig. 4");
    }
}
