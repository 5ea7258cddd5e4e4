package org.fedfabric.protocol.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.fedfabric.protocol.aggregation.Aggregate.Part;
import org.fedfabric.protocol.task.Aggregation;
import org.junit.jupiter.api.Test;

class GeometricMedianTest extends AggregationRuleTest {
    GeometricMedianTest() {
        super(Aggregation.Rule.GEOMETRIC_MEDIAN);
    }

    /**
     * With e the distance of a centre from that of the good updates, radius R, and bad ones further than R + e: a bad update
     * at distance d weighs share / d against at least (1 − share) / (R + e), so the next e is at most R +
     * share / (1 − share) · (R + e) + share · e. The first, the median, has e ≤ R.
     */
    @Override
    double reach(double share, double radius) {
        double e = radius;
        for (int i = 0; i < 8; i++) {
            e = radius + share / (1 - share) * (radius + e) + share * e;
        }
        return e;
    }

    @Test
    void of_a_triangle_it_is_the_point_that_sees_all_sides_under_120_degrees() {
        float[] next = rule.next(
                        new float[2],
                        List.of(update(WHOLE, -3 * UNIT, 0), update(WHOLE, 3 * UNIT, 0), update(WHOLE, 0, 4 * UNIT)))
                .parameters();

        assertThat(next[0]).isZero();
        // 3 / √3, less what eight steps leave.
        assertThat(next[1]).isCloseTo(1.7320508f, within(0.02f));
    }

    @Test
    void on_a_line_it_is_the_median() {
        Aggregate aggregate = rule.next(
                new float[1],
                List.of(
                        update(WHOLE, 0),
                        update(WHOLE, 7 * UNIT),
                        update(WHOLE, UNIT),
                        update(WHOLE, UNIT),
                        update(WHOLE, 100 * UNIT)));

        assertThat(aggregate.parameters()[0]).isCloseTo(1, within(0.1f));
        assertThat(aggregate.parts()).allMatch(Part::counted);
        assertThat(aggregate.parts().get(4).measureMicros()).isBetween(98_900_000L, 99_000_000L);
    }

    @Test
    void votes_count_and_not_updates() {
        float[] next = rule.next(
                        new float[1],
                        List.of(
                                update(WHOLE, 0),
                                update(WHOLE, UNIT / 64),
                                update(WHOLE / 4, 9 * UNIT),
                                update(WHOLE / 4, 9 * UNIT),
                                update(WHOLE / 4, 9 * UNIT)))
                .parameters();

        assertThat(next[0]).isLessThan(0.1f);
    }
}
