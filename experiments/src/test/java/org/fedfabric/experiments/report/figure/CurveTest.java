package org.fedfabric.experiments.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.fedfabric.experiments.report.RunFixture;
import org.junit.jupiter.api.Test;

class CurveTest {
    @Test
    void refuses_versions_that_do_not_ascend() {
        List<Curve.Point> twice = List.of(new Curve.Point(2, 0.1), new Curve.Point(2, 0.2));
        assertThatThrownBy(() -> new Curve(twice))
                .hasMessageContaining("must ascend")
                .hasMessageContaining("2");
    }

    @Test
    void has_no_value_where_nothing_was_measured() {
        Curve curve = accuracy(0.1, null, 0.3);
        assertThat(curve.at(2)).isEmpty();
        assertThat(curve.at(3)).hasValue(0.3);
        assertThat(curve.points()).hasSize(2);
    }

    @Test
    void knows_nothing_of_an_empty_run() {
        Curve curve = accuracy();
        assertThat(curve.last()).isEmpty();
        assertThat(curve.best()).isEmpty();
        assertThat(curve.fluctuation()).isEmpty();
    }

    @Test
    void the_best_need_not_be_the_last() {
        Curve curve = accuracy(0.2, 0.9, 0.4);
        assertThat(curve.best()).hasValue(0.9);
        assertThat(curve.last().orElseThrow().value()).isEqualTo(0.4);
        assertThat(curve.upTo(1).best()).hasValue(0.2);
    }

    @Test
    void fluctuation_is_the_sample_deviation_of_the_measurements() {
        // Mean 0.4, squares 0.04 + 0 + 0.04 over two.
        assertThat(accuracy(0.2, 0.4, 0.6).fluctuation().orElseThrow()).isCloseTo(0.2, within(1e-12));
        assertThat(accuracy(0.2).fluctuation()).isEmpty();
    }

    @Test
    void fluctuation_forgets_all_but_the_last_twenty_versions() {
        List<Double> values = new ArrayList<>(List.of(0.0, 1.0));
        for (int i = 0; i < 20; i++) {
            values.add(0.7);
        }
        assertThat(accuracy(values.toArray(Double[]::new)).fluctuation().orElseThrow())
                .isCloseTo(0, within(1e-12));
        // With one less at the end the second of them is among the last twenty.
        assertThat(accuracy(values.subList(0, 21).toArray(Double[]::new))
                        .fluctuation()
                        .orElseThrow())
                .isGreaterThan(0.05);
    }

    @Test
    void fluctuation_counts_versions_and_not_measurements() {
        Curve everyTen =
                new Curve(List.of(new Curve.Point(80, 0.1), new Curve.Point(90, 0.7), new Curve.Point(100, 0.7)));
        assertThat(everyTen.fluctuation().orElseThrow()).isCloseTo(0, within(1e-12));
    }

    private static Curve accuracy(Double... values) {
        return Curve.accuracy(RunFixture.run("a").accuracies(values).result());
    }
}
