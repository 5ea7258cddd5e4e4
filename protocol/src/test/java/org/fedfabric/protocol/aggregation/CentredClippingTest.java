package org.fedfabric.protocol.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.aggregation.Aggregate.Part;
import org.fedfabric.protocol.task.Aggregation;
import org.junit.jupiter.api.Test;

class CentredClippingTest extends AggregationRuleTest {
    CentredClippingTest() {
        super(Aggregation.Rule.CENTRED_CLIPPING);
    }

    /**
     * With e the distance of a centre from that of the good updates, radius R: τ ≤ R + e since most votes are good, so a bad
     * update pulls to e + τ at most, and a good one, clipped or not, to the larger of e and R. The first e, the median's, is
     * at most R.
     */
    @Override
    double reach(double share, double radius) {
        double e = radius;
        for (int i = 0; i < 3; i++) {
            e = (1 - share) * Math.max(e, radius) + share * (2 * e + radius);
        }
        return e;
    }

    private Aggregate of(int... units) {
        return rule.next(
                new float[1],
                IntStream.of(units).mapToObj(v -> update(WHOLE, v * UNIT)).toList());
    }

    @Test
    void a_far_update_pulls_no_harder_than_one_at_the_median_distance() {
        // About 2, clipped to 1: −1 − 1 + 0 + 1 + 1.
        Aggregate aggregate = of(100, 0, 1, 2, 3);

        assertThat(aggregate.parameters()).containsExactly(2f);
        assertThat(aggregate.parts())
                .extracting(Part::measureMicros)
                .containsExactly(98_000_000L, 2_000_000L, 1_000_000L, 0L, 1_000_000L);
    }

    @Test
    void three_steps_follow_the_algorithm() {
        // About 1, clipped to 1: 1 − 1/5; about 0.8, to 0.8: 0.8 − 0.4/5; about 0.72, to 0.72: 0.72 − 0.16/5.
        assertThat(of(0, 0, 1, 1, 100).parameters()[0]).isCloseTo(0.688f, within(1e-4f));
    }

    @Test
    void what_lies_within_the_median_distance_is_averaged() {
        List<WeightedUpdate> updates = List.of(
                update(WHOLE, UNIT, 0), update(WHOLE, -UNIT, 0), update(WHOLE, 0, UNIT), update(WHOLE, 0, -UNIT));

        assertThat(rule.next(new float[] {3, 4}, updates).parameters()).containsExactly(3f, 4f);
    }
}
