package org.fedfabric.protocol.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedMeanTest {
    /** s = 2^16, weight 1 from 2^12 rows on. */
    private static final TaskSpec SPEC = Tasks.spec();

    private static final int WHOLE = 65_536;

    @Test
    void refuses_an_update_of_another_length() {
        assertThatThrownBy(
                        () -> WeightedMean.next(SPEC, new float[2], List.of(new WeightedUpdate(new int[3], WHOLE, 12))))
                .hasMessageContaining("(2). Provided value: 3");
    }

    @Test
    void refuses_updates_that_all_weigh_nothing() {
        assertThatThrownBy(() -> WeightedMean.next(SPEC, new float[1], List.of()))
                .hasMessageContaining("weight above 0");
        assertThatThrownBy(() -> WeightedMean.next(SPEC, new float[1], List.of(new WeightedUpdate(new int[1], 0, 12))))
                .hasMessageContaining("weight above 0");
        assertThatThrownBy(() -> new WeightedUpdate(new int[1], WHOLE + 1, 12)).hasMessageContaining("weight");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refuses_a_base_that_is_not_finite(float value) {
        assertThatThrownBy(() -> WeightedMean.next(
                        SPEC, new float[] {value}, List.of(new WeightedUpdate(new int[] {1}, WHOLE, 12))))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("must be finite");
    }

    @Test
    void the_largest_step_from_the_largest_base_stays_finite() {
        TaskSpec coarse =
                new Tasks().quantisation(new Quantisation(1_000_000, 0, 32, 40)).build();
        float[] base = {Float.MAX_VALUE};
        WeightedUpdate huge = new WeightedUpdate(new int[] {Integer.MAX_VALUE}, WHOLE, 0);

        // 2^31 · 2^40 is far below half a step of the largest float: the result is finite and equal.
        assertThat(WeightedMean.next(coarse, base, List.of(huge))).containsExactly(Float.MAX_VALUE);
    }

    @Test
    void the_extreme_integers_of_the_most_updates_do_not_overflow() {
        List<WeightedUpdate> updates = Collections.nCopies(
                4_096, new WeightedUpdate(new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE}, WHOLE, 12));

        assertThat(WeightedMean.next(SPEC, new float[2], updates)).containsExactly(-32_768f, 32_768f);
    }

    @Test
    void equal_updates_move_the_base_by_the_update() {
        int[] q = {65_536, -32_768, 1};
        List<WeightedUpdate> updates = Collections.nCopies(3, new WeightedUpdate(q, WHOLE, 12));

        assertThat(WeightedMean.next(SPEC, new float[] {1, 1, 0}, updates)).containsExactly(2f, 0.5f, 1 / 65_536f);
    }

    @Test
    void rows_and_quotas_weigh() {
        // w = 1 and ¼, a = ½ and 1: (½ · 1 · 1 + 1 · ¼ · 3) / (½ + ¼) with δ = 1 and 3, q = s · w · δ.
        List<WeightedUpdate> updates = List.of(
                new WeightedUpdate(new int[] {65_536}, WHOLE / 2, 12),
                new WeightedUpdate(new int[] {3 * 65_536 / 4}, WHOLE, 10));

        assertThat(WeightedMean.next(SPEC, new float[] {10}, updates)).containsExactly((float) (10 + 1.25 / 0.75));
    }

    @Test
    void more_rows_than_the_cap_weigh_no_more() {
        List<WeightedUpdate> capped = List.of(new WeightedUpdate(new int[] {100}, WHOLE, 30));

        assertThat(WeightedMean.next(SPEC, new float[1], capped)).containsExactly(100 / 65_536f);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void the_order_of_updates_does_not_change_a_bit(long seed) {
        Random random = new Random(seed);
        float[] base = new float[50];
        for (int j = 0; j < base.length; j++) {
            base[j] = (float) random.nextGaussian();
        }
        List<WeightedUpdate> updates = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            updates.add(new WeightedUpdate(
                    random.ints(base.length).toArray(), random.nextInt(WHOLE + 1), random.nextInt(14)));
        }
        float[] next = WeightedMean.next(SPEC, base, updates);
        Collections.shuffle(updates, random);

        assertThat(WeightedMean.next(SPEC, base, updates)).isEqualTo(next);
    }

    @Test
    void inputs_are_left_alone() {
        float[] base = {1};
        int[] q = {5};
        WeightedMean.next(SPEC, base, List.of(new WeightedUpdate(q, WHOLE, 12)));

        assertThat(base).containsExactly(1);
        assertThat(q).containsExactly(5);
    }
}
