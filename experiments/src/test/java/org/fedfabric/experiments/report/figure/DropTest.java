package org.fedfabric.experiments.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class DropTest {
    @Test
    void is_the_difference_of_means_in_points_and_negative_for_a_gain() {
        Spread clean = Spread.of(DoubleStream.of(0.98, 0.96)).orElseThrow();
        Spread attacked = Spread.of(DoubleStream.of(0.90)).orElseThrow();
        assertThat(Drop.points(clean, attacked)).isCloseTo(7, within(1e-9));
        assertThat(Drop.points(attacked, clean)).isCloseTo(-7, within(1e-9));
    }
}
