package org.fedfabric.protocol.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.aggregation.Aggregate.Part;
import org.fedfabric.protocol.task.Aggregation;
import org.junit.jupiter.api.Test;

class MultiKrumTest extends AggregationRuleTest {
    MultiKrumTest() {
        super(Aggregation.Rule.MULTI_KRUM);
    }

    /** Bad updates that are far away score worse than all good ones, and good ones fill what is kept. */
    @Override
    double reach(double share, double radius) {
        return radius;
    }

    /** Every pair is compared. */
    @Override
    int many() {
        return 300;
    }

    private Aggregate of(int... units) {
        return rule.next(
                new float[1],
                IntStream.of(units).mapToObj(v -> update(WHOLE, v * UNIT)).toList());
    }

    @Test
    void of_five_the_one_farthest_from_its_two_nearest_is_left_out() {
        Aggregate aggregate = of(0, 3, 100, 1, 2);

        assertThat(aggregate.parameters()).containsExactly(1.5f);
        // Scores 1 + 4, 1 + 4, 97² + 98², 1 + 1, 1 + 1; the root of half of each, rounded up.
        assertThat(aggregate.parts())
                .containsExactly(
                        new Part(true, 1_581_139L),
                        new Part(true, 1_581_139L),
                        new Part(false, 97_501_283L),
                        new Part(true, 1_000_000L),
                        new Part(true, 1_000_000L));
    }

    @Test
    void of_ten_three_are_left_out() {
        Aggregate aggregate = of(1, 2, 3, 4, 5, 6, 7, 50, 60, 70);

        assertThat(aggregate.parts())
                .extracting(Part::counted)
                .containsExactly(true, true, true, true, true, true, true, false, false, false);
        assertThat(aggregate.parameters()).containsExactly(4f);
    }

    @Test
    void a_single_vote_that_quotas_made_large_is_left_out_too() {
        // Three enterprises have a third each; one of them has three participants.
        List<WeightedUpdate> updates = List.of(
                update(WHOLE / 3, 1, 0),
                update(WHOLE / 3, 1, 1),
                update(WHOLE / 3, 0, 1),
                update(WHOLE, 2, 2),
                update(WHOLE, 1_000 * UNIT, 0));

        assertThat(rule.next(new float[2], updates).parts())
                .extracting(Part::counted)
                .containsExactly(true, true, true, true, false);
    }

    @Test
    void distances_beyond_64_bits_are_compared_exactly() {
        int far = Integer.MAX_VALUE;
        List<WeightedUpdate> updates = List.of(
                update(WHOLE, far, far, far, far),
                update(WHOLE, far, far, far, far - 1),
                update(WHOLE, far, far, far - 1, far),
                update(WHOLE, -far, -far, -far, -far),
                update(WHOLE, far, far - 1, far, far));

        assertThat(rule.next(new float[4], updates).parts())
                .extracting(Part::counted)
                .containsExactly(true, true, true, false, true);
    }
}
