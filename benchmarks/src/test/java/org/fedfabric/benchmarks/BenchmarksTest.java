package org.fedfabric.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.fedfabric.benchmarks.measure.Figure;
import org.fedfabric.benchmarks.measure.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class BenchmarksTest {
    @Test
    void refuses_a_name_that_is_no_benchmark() {
        assertThatThrownBy(() -> Catalogue.select(List.of("judging", "engine/3nn")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("engine/2nn")
                .hasMessageEndingWith("Provided value: engine/3nn");
    }

    @Test
    void knows_groups_and_single_benchmarks_and_takes_all_for_none() {
        assertThat(Catalogue.select(List.of())).isEqualTo(Catalogue.names());
        assertThat(Catalogue.select(List.of("ledger", "engine")))
                .containsExactly("engine/2nn", "engine/small-cnn", "engine/tiny", "engine/mcmahan-cnn", "ledger");
        assertThat(Catalogue.select(List.of("engine/tiny"))).containsExactly("engine/tiny");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "engine/2nn",
                "engine/small-cnn",
                "engine/tiny",
                "engine/mcmahan-cnn",
                "judging",
                "aggregation",
                "encoding"
            })
    void every_benchmark_of_one_thread_runs_at_tiny_size(String name) throws Exception {
        List<Figure> figures = Catalogue.get(name).run(Setting.tiny(Path.of("..")));

        assertThat(figures).hasSizeGreaterThan(2).allSatisfy(BenchmarksTest::isMeasured);
    }

    static void isMeasured(Figure figure) {
        assertThat(figure.value().median()).as(figure.name()).isPositive().isFinite();
        assertThat(figure.baselineValue().median())
                .as(figure.baseline())
                .isPositive()
                .isFinite();
        assertThat(figure.ratio()).as(figure.name()).isPositive().isFinite();
    }
}
