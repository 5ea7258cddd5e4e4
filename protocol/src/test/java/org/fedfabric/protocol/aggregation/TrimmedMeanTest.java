package org.fedfabric.protocol.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.task.Aggregation;
import org.junit.jupiter.api.Test;

class TrimmedMeanTest extends AggregationRuleTest {
    TrimmedMeanTest() {
        super(Aggregation.Rule.TRIMMED_MEAN);
    }

    /** Each coordinate lies between values of good updates. */
    @Override
    double reach(double share, double radius) {
        return radius;
    }

    private float mean(int... values) {
        return rule.next(
                                new float[1],
                                IntStream.of(values)
                                        .mapToObj(v -> update(WHOLE, v))
                                        .toList())
                        .parameters()[0]
                * UNIT;
    }

    @Test
    void the_middle_third_is_averaged() {
        assertThat(mean(9, 0, 3)).isEqualTo(3);
        assertThat(mean(100, 3, 0, 1, 4, 2)).isEqualTo(2.5f);
        assertThat(mean(0, 1, 2, 3, 4, 8, 6, 1_000, -900)).isEqualTo((2 + 3 + 4) / 3f);
    }

    @Test
    void a_vote_that_the_cut_goes_through_counts_in_part() {
        // Of 4 votes 4/3 are cut at each end: two thirds of the second and of the third vote are left.
        assertThat(mean(0, 10, 30, 1_000)).isEqualTo(20);
        // Of 5 votes 5/3 and five units of 1/65,536: a third of the second and fourth but for five units, the third
        // whole.
        double part = 2 * WHOLE - ((5 * WHOLE + 2) / 3 + 5);
        assertThat(mean(0, 6, 12, 30, 1_000))
                .isEqualTo((float) ((part * 6 + WHOLE * 12 + part * 30) / (2 * part + WHOLE)));
    }

    @Test
    void refuses_votes_so_small_that_nothing_is_left() {
        assertThatThrownBy(() -> rule.next(new float[1], List.of(update(1, 1), update(1, 2), update(1, 3))))
                .hasMessageContaining("Provided value: 3 units of 3 updates");
    }
}
