package org.fedfabric.protocol.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fedfabric.protocol.task.Aggregation;
import org.junit.jupiter.api.Test;

class CoordinateMedianTest extends AggregationRuleTest {
    CoordinateMedianTest() {
        super(Aggregation.Rule.MEDIAN);
    }

    /** Each coordinate lies between values of good updates. */
    @Override
    double reach(double share, double radius) {
        return radius;
    }

    private float median(WeightedUpdate... updates) {
        return rule.next(new float[1], List.of(updates)).parameters()[0] * UNIT;
    }

    @Test
    void of_an_odd_number_it_is_the_middle_of_an_even_number_the_mean_of_both() {
        assertThat(median(update(WHOLE, 5), update(WHOLE, 1), update(WHOLE, 3))).isEqualTo(3);
        assertThat(median(update(WHOLE, 20), update(WHOLE, 1), update(WHOLE, 3), update(WHOLE, 2)))
                .isEqualTo(2.5f);
    }

    @Test
    void votes_count_and_not_updates() {
        assertThat(median(update(WHOLE, 1), update(WHOLE, 2), update(WHOLE / 2, 9), update(WHOLE / 2, 9)))
                .isEqualTo(2);
        assertThat(median(update(WHOLE, 1), update(WHOLE / 2, 2), update(WHOLE, 8), update(0, 3), update(WHOLE / 2, 2)))
                .isEqualTo(2);
        // One vote below, one above, one without a vote between them.
        assertThat(median(update(WHOLE, 1), update(WHOLE, 5), update(0, 2))).isEqualTo(3);
    }

    @Test
    void every_coordinate_is_taken_by_itself() {
        float[] next = rule.next(
                        new float[2], List.of(update(WHOLE, 1, 30), update(WHOLE, 2, 10), update(WHOLE, 3, 20)))
                .parameters();

        assertThat(next).containsExactly(2f / UNIT, 20f / UNIT);
    }
}
