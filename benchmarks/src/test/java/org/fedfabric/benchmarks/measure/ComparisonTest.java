package org.fedfabric.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final List<String> turns = new ArrayList<>();

    private Contender taking(String name, double seconds) {
        return repetitions -> {
            turns.add(name + repetitions);
            return repetitions * seconds;
        };
    }

    @Test
    void refuses_a_spread_of_nothing() {
        assertThatThrownBy(Spread::of).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_spread_has_median_least_and_most() {
        assertThat(Spread.of(3, 1, 2)).isEqualTo(new Spread(2, 1, 3));
        assertThat(Spread.of(4, 1, 2, 3).median()).isEqualTo(2.5);
        assertThat(Spread.quantile(new double[] {0, 10}, 0.95)).isEqualTo(9.5);
    }

    @Test
    void contenders_take_turns_of_equal_length() throws Exception {
        Setting setting = new Setting(3, 1, 2, 1, Optional.empty(), Path.of("."), Optional.empty(), 5);

        Comparison comparison = Comparison.of(taking("a", 0.25), taking("b", 0.5), setting);

        assertThat(turns.subList(turns.size() - 6, turns.size())).containsExactly("a4", "b2", "a4", "b2", "a4", "b2");
        assertThat(comparison.ratio()).isEqualTo(new Spread(2, 2, 2));
        assertThat(comparison.perSecond().median()).isEqualTo(4);
    }

    @Test
    void both_warm_up_before_they_count() throws Exception {
        Setting setting = new Setting(1, 1, 30, 1, Optional.empty(), Path.of("."), Optional.empty(), 5);

        Comparison.of(taking("a", 1), taking("b", 1), setting);

        assertThat(turns).filteredOn(turn -> turn.startsWith("a")).hasSizeGreaterThanOrEqualTo(31);
        assertThat(turns).filteredOn(turn -> turn.startsWith("b")).hasSizeGreaterThanOrEqualTo(31);
    }

    @Test
    void times_are_inverted_rates_and_their_ratio_still_says_how_much_faster() throws Exception {
        Setting setting = new Setting(3, 1, 0, 1, Optional.empty(), Path.of("."), Optional.empty(), 5);

        Figure figure =
                Figure.time("work", "ms", 1e3, "other", Comparison.of(taking("a", 0.25), taking("b", 0.5), setting));

        assertThat(figure.value().median()).isEqualTo(250);
        assertThat(figure.baselineValue().median()).isEqualTo(500);
        assertThat(figure.ratio()).isEqualTo(2);
    }
}
