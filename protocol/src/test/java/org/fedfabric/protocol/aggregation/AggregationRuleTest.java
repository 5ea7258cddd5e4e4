package org.fedfabric.protocol.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.task.Aggregation;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every aggregation rule promises. */
abstract class AggregationRuleTest {
    static final int WHOLE = Contributor.WHOLE;

    /** Steps per unit of the sample task. */
    static final int UNIT = 1 << 16;

    /** Rows at which weight is whole in the sample task. */
    static final int FULL = 12;

    final AggregationRule rule;
    private final Aggregation.Rule name;

    AggregationRuleTest(Aggregation.Rule name) {
        this.name = name;
        this.rule = rule(name);
    }

    static AggregationRule rule(Aggregation.Rule name) {
        TaskSpec spec = new Tasks().aggregation(Aggregation.of(name)).build();
        return AggregationRule.of(spec, Tasks::validation);
    }

    /**
     * How far from the centre of good updates the result may lie, all of them within a radius of it.
     *
     * @param share votes of the bad ones, of all
     */
    abstract double reach(double share, double radius);

    /** Whether the rule bears bad updates; the mean does not, which shows that these tests can fail. */
    boolean bearsBadUpdates() {
        return true;
    }

    /** How many updates the rule can be tried with in a second. */
    int many() {
        return 4_096;
    }

    static WeightedUpdate update(int vote, int... steps) {
        return new WeightedUpdate(steps, vote, FULL);
    }

    @Test
    void refuses_updates_of_another_length() {
        List<WeightedUpdate> updates = Collections.nCopies(5, update(WHOLE, 1, 2, 3));

        assertThatThrownBy(() -> rule.next(new float[2], updates))
                .hasMessageContaining("as many values as the model (2). Provided value: 3");
    }

    @Test
    void refuses_updates_without_any_weight_and_fewer_than_it_works_with() {
        assertThatThrownBy(() -> rule.next(new float[1], Collections.nCopies(5, update(0, 7))))
                .hasMessageContaining("needs an update with a weight above 0");
        List<WeightedUpdate> few = Collections.nCopies(name.leastUpdates() - 1, update(WHOLE, 1));
        assertThatThrownBy(() -> rule.next(new float[1], few)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refuses_a_base_that_is_not_finite(float value) {
        assertThatThrownBy(() -> rule.next(new float[] {value}, Collections.nCopies(5, update(WHOLE, 1))))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("must be finite");
    }

    @Test
    void leaves_out_and_measures_what_its_name_says_and_nothing_else() {
        int[] opposite = {-40 * UNIT, 40 * UNIT};
        List<WeightedUpdate> updates = new ArrayList<>(Collections.nCopies(4, update(WHOLE, UNIT, -UNIT)));
        updates.add(update(WHOLE, opposite));

        List<Aggregate.Part> parts = rule.next(new float[2], updates).parts();
        assertThat(parts).extracting(part -> part.measureMicros() != null).containsOnly(name.measures());
        // Which updates FLTrust leaves out depends on the validation rows; its own tests say which.
        if (name != Aggregation.Rule.FLTRUST) {
            assertThat(parts.get(4).counted()).isEqualTo(!name.leavesOut());
        }
        assertThat(parts.stream().allMatch(Aggregate.Part::counted)).isNotEqualTo(name.leavesOut());
    }

    @Test
    void updates_that_are_all_equal_give_that_update() {
        int[] q = {UNIT, -3 * UNIT / 2, 1};
        List<WeightedUpdate> updates = List.of(
                update(WHOLE, q), update(WHOLE / 3, q), update(WHOLE / 3, q), update(WHOLE / 3, q), update(WHOLE, q));

        assertThat(rule.next(new float[] {1, 1, 0}, updates).parameters()).containsExactly(2f, -0.5f, 1f / UNIT);
    }

    @Test
    void integers_that_carry_a_smaller_weight_mean_the_same_update() {
        WeightedUpdate few = new WeightedUpdate(new int[] {5 * UNIT / 8}, WHOLE, FULL - 3);
        List<WeightedUpdate> updates =
                List.of(few, update(WHOLE, 5 * UNIT), few, update(WHOLE, 5 * UNIT), few, update(WHOLE, 5 * UNIT));

        assertThat(rule.next(new float[1], updates).parameters()).containsExactly(5f);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_order_of_updates_changes_no_bit(long seed) {
        Random random = new Random(seed);
        // With odd seeds many values and votes are equal.
        int span = seed % 2 == 1 ? 2 : 4 * UNIT;
        List<WeightedUpdate> updates = new ArrayList<>();
        for (int i = 0; i < 5 + random.nextInt(20); i++) {
            updates.add(new WeightedUpdate(
                    random.ints(4, -span, span + 1).toArray(),
                    seed % 2 == 1 ? WHOLE : 1 + random.nextInt(WHOLE),
                    FULL - random.nextInt(3)));
        }
        float[] base = {0.1f, -3, 1e-9f, 17};
        Aggregate before = rule.next(base, updates);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, updates.size()).boxed().toList());
        Collections.shuffle(order, random);

        Aggregate after = rule.next(base, order.stream().map(updates::get).toList());

        assertThat(after.parameters()).isEqualTo(before.parameters());
        if (seed % 2 == 0) {
            assertThat(after.parts())
                    .isEqualTo(order.stream().map(before.parts()::get).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void every_parameter_lies_between_those_of_updates(long seed) {
        Random random = new Random(seed);
        List<WeightedUpdate> updates = new ArrayList<>();
        for (int i = 0; i < 5 + random.nextInt(10); i++) {
            updates.add(update(
                    1 + random.nextInt(WHOLE), random.ints(6, -UNIT, UNIT).toArray()));
        }
        float[] next = rule.next(new float[6], updates).parameters();

        for (int j = 0; j < next.length; j++) {
            int at = j;
            assertThat(next[j])
                    .isBetween(
                            (float) updates.stream()
                                            .mapToInt(u -> u.values()[at])
                                            .min()
                                            .orElseThrow()
                                    / UNIT,
                            (float) updates.stream()
                                            .mapToInt(u -> u.values()[at])
                                            .max()
                                            .orElseThrow()
                                    / UNIT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 10, 20})
    void one_update_however_far_away_moves_the_result_by_a_bound(int count) {
        List<WeightedUpdate> updates = good(count - 1);
        updates.add(update(WHOLE, Integer.MAX_VALUE, -Integer.MAX_VALUE, Integer.MAX_VALUE));

        assertBears(updates, 1.0 / count);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 40})
    void a_third_of_the_votes_in_many_names_moves_the_result_by_a_bound(int names) {
        List<WeightedUpdate> updates = good(8);
        for (int i = 0; i < names; i++) {
            updates.add(update(4 * WHOLE / names, 500 * UNIT, 500 * UNIT, 500 * UNIT));
        }
        assertBears(updates, 4.0 / 12);
    }

    /** Updates within half a unit of (2, −1, 0) in every coordinate. */
    private static List<WeightedUpdate> good(int count) {
        Random random = new Random(count);
        List<WeightedUpdate> updates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            updates.add(update(
                    WHOLE,
                    2 * UNIT + random.nextInt(UNIT) - UNIT / 2,
                    -UNIT + random.nextInt(UNIT) - UNIT / 2,
                    random.nextInt(UNIT) - UNIT / 2));
        }
        return updates;
    }

    private void assertBears(List<WeightedUpdate> updates, double share) {
        float[] next = rule.next(new float[3], updates).parameters();

        double distance = Math.sqrt(Math.pow(next[0] - 2, 2) + Math.pow(next[1] + 1, 2) + Math.pow(next[2], 2));
        double bound = reach(share, Math.sqrt(3) / 2);
        if (bearsBadUpdates()) {
            assertThat(distance).as(Arrays.toString(next)).isLessThanOrEqualTo(bound);
        } else {
            assertThat(distance).as(Arrays.toString(next)).isGreaterThan(bound);
        }
    }

    @Test
    void the_largest_sums_do_not_overflow() {
        for (int alike : new int[] {0, many() / 2, many() - 1}) {
            List<WeightedUpdate> updates = new ArrayList<>(
                    Collections.nCopies(many() - alike, update(WHOLE, -Integer.MAX_VALUE, Integer.MAX_VALUE)));
            updates.addAll(Collections.nCopies(
                    alike, new WeightedUpdate(new int[] {Integer.MAX_VALUE, -Integer.MAX_VALUE}, WHOLE, 0)));
            float[] next = rule.next(new float[2], updates).parameters();

            float limit = (float) Integer.MAX_VALUE / UNIT * (name.isVote() ? 1 : 1 << FULL);
            assertThat(Math.abs(next[0])).isLessThanOrEqualTo(limit);
            assertThat(next[1]).isEqualTo(-next[0]);
        }
    }

    @Test
    void inputs_are_left_alone() {
        float[] base = {1};
        int[] q = {5};
        rule.next(base, Collections.nCopies(5, update(WHOLE, q)));

        assertThat(base).containsExactly(1);
        assertThat(q).containsExactly(5);
    }
}
