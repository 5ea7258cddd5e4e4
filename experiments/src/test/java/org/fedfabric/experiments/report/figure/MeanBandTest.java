package org.fedfabric.experiments.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeanBandTest {
    private static final Curve SHORT = new Curve(List.of(new Curve.Point(1, 0.25), new Curve.Point(2, 0.5)));
    private static final Curve LONG =
            new Curve(List.of(new Curve.Point(1, 0.75), new Curve.Point(3, 0.875), new Curve.Point(4, 1)));

    @Test
    void of_no_curves_is_empty() {
        assertThat(MeanBand.of(List.of()).points()).isEmpty();
    }

    @Test
    void takes_at_each_version_those_measured_there() {
        assertThat(MeanBand.of(List.of(SHORT, LONG)).points())
                .containsExactly(
                        new MeanBand.Point(1, 0.5, 0.25, 0.75, 2),
                        new MeanBand.Point(2, 0.5, 0.5, 0.5, 1),
                        new MeanBand.Point(3, 0.875, 0.875, 0.875, 1),
                        new MeanBand.Point(4, 1, 1, 1, 1));
    }

    @Test
    void a_third_run_moves_the_mean() {
        assertThat(MeanBand.of(List.of(SHORT, LONG, LONG)).points().get(0).mean())
                .isGreaterThan(0.5);
    }
}
