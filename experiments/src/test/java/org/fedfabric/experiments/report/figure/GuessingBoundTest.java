package org.fedfabric.experiments.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GuessingBoundTest {
    @Test
    void is_a_coin_without_loss_and_certainty_without_bound() {
        assertThat(GuessingBound.of(0, 0)).isEqualTo(0.5);
        assertThat(GuessingBound.of(0, 1)).isEqualTo(1);
        assertThat(GuessingBound.of(Double.POSITIVE_INFINITY, 0)).isEqualTo(1);
        assertThat(GuessingBound.of(1e6, 1e-5)).isEqualTo(1);
    }

    @Test
    void is_reached_by_randomised_response() {
        // Telling the truth with probability 3/4 has ε = ln 3, and who believes the answer is right in 3/4 of cases.
        assertThat(GuessingBound.of(Math.log(3), 0)).isCloseTo(0.75, within(1e-12));
        assertThat(GuessingBound.of(1, 0)).isCloseTo(0.7310585786, within(1e-9));
    }

    @Test
    void delta_adds_its_part() {
        // (e + 0.1)/(e + 1)
        assertThat(GuessingBound.of(1, 0.1)).isCloseTo(0.7579527, within(1e-6));
    }
}
