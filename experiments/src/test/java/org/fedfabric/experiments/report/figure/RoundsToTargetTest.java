package org.fedfabric.experiments.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsToTargetTest {
    private static final Curve CURVE = new Curve(List.of(
            new Curve.Point(5, 0.9), new Curve.Point(10, 0.97), new Curve.Point(15, 0.96), new Curve.Point(20, 0.98)));

    @Test
    void is_empty_if_the_target_is_never_reached() {
        assertThat(RoundsToTarget.of(CURVE, 0.981)).isEmpty();
    }

    @Test
    void counts_the_first_measurement_at_or_above_the_target() {
        assertThat(RoundsToTarget.of(CURVE, 0.97)).hasValue(10);
        assertThat(RoundsToTarget.of(CURVE, 0.9701)).hasValue(20);
    }
}
