package org.fedfabric.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void what_is_not_there_is_a_dash_and_not_zero() {
        assertThat(Numbers.percent(OptionalDouble.empty())).isEqualTo("–");
        assertThat(Numbers.percent(OptionalDouble.of(0))).isEqualTo("0.0 %");
    }

    @Test
    void rounds_without_a_negative_zero() {
        assertThat(Numbers.fixed(-0.001, 2)).isEqualTo("0.00");
        assertThat(Numbers.fixed(-0.006, 2)).isEqualTo("−0.01");
        assertThat(Numbers.signed(0.001, 2)).isEqualTo("0.00");
        assertThat(Numbers.signed(0.016, 2)).isEqualTo("+0.02");
        assertThat(Numbers.fixed(Double.POSITIVE_INFINITY, 2)).isEqualTo("∞");
    }

    @Test
    void keeps_three_digits_of_any_size() {
        assertThat(Numbers.digits(0)).isEqualTo("0");
        assertThat(Numbers.digits(1e-5)).isEqualTo("1.00·10⁻⁵");
        assertThat(Numbers.digits(0.0312)).isEqualTo("0.031");
        assertThat(Numbers.digits(7.08)).isEqualTo("7.08");
        assertThat(Numbers.digits(30)).isEqualTo("30.0");
        assertThat(Numbers.digits(4242)).isEqualTo("4242");
        assertThat(Numbers.digits(61_234_000)).isEqualTo("6.12·10⁷");
    }

    @Test
    void says_durations_as_people_do() {
        assertThat(Numbers.duration(1.234)).isEqualTo("1.23 s");
        assertThat(Numbers.duration(119)).isEqualTo("119 s");
        assertThat(Numbers.duration(120)).isEqualTo("2.0 min");
        assertThat(Numbers.duration(7_200)).isEqualTo("2.0 h");
    }
}
