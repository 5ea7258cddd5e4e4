package org.fedfabric.experiments.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void of_nothing_is_empty_and_not_zero() {
        assertThat(Spread.of(DoubleStream.empty())).isEmpty();
        assertThat(Spread.median(DoubleStream.empty())).isEmpty();
    }

    @Test
    void a_single_run_has_no_deviation() {
        Spread spread = Spread.of(DoubleStream.of(0.9)).orElseThrow();
        assertThat(spread.deviation()).isEmpty();
        assertThat(spread.mean()).isEqualTo(0.9);
    }

    @Test
    void divides_squares_by_one_less_than_the_count() {
        Spread spread = Spread.of(DoubleStream.of(1, 2, 3, 6)).orElseThrow();
        assertThat(spread.mean()).isEqualTo(3);
        // 4 + 1 + 0 + 9 = 14 over 3; over 4 it would be 1.87.
        assertThat(spread.deviation().orElseThrow()).isCloseTo(2.160246899, within(1e-9));
        assertThat(spread.low()).isEqualTo(1);
        assertThat(spread.high()).isEqualTo(6);
        assertThat(spread.count()).isEqualTo(4);
    }

    @Test
    void the_median_is_not_the_mean() {
        assertThat(Spread.median(DoubleStream.of(9, 1, 2))).hasValue(2);
        assertThat(Spread.median(DoubleStream.of(9, 1, 2, 3))).hasValue(2.5);
    }
}
