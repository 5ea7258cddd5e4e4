package org.fedfabric.protocol.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.aggregation.Aggregate.Part;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.protocol.task.Aggregation;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlTrustTest {
    private static final int WHOLE = Contributor.WHOLE;
    private static final int UNIT = 1 << 16;
    private static final TaskSpec SPEC =
            new Tasks().aggregation(Aggregation.of(Aggregation.Rule.FLTRUST)).build();
    private final FlTrust rule = new FlTrust(SPEC, Tasks.validation());

    private Aggregate next(int[] root, WeightedUpdate... updates) {
        float[] base = new float[root.length];
        return rule.next(base, Votes.of(SPEC.quantisation(), root.length, List.of(updates), 1), root);
    }

    private static WeightedUpdate update(int vote, int... steps) {
        return new WeightedUpdate(steps, vote, 12);
    }

    @Test
    void refuses_lengths_votes_and_bases_that_cannot_be() {
        float[] base = new float[6];
        assertThatThrownBy(() -> rule.next(base, List.of(update(WHOLE, 1)))).hasMessageContaining("Provided value: 1");
        assertThatThrownBy(() -> rule.next(base, List.of(update(0, 1, 1, 1, 1, 1, 1))))
                .hasMessageContaining("weight above 0");
        base[2] = Float.NaN;
        assertThatThrownBy(() -> rule.next(base, List.of(update(WHOLE, 1, 1, 1, 1, 1, 1))))
                .hasMessageContaining("must be finite. Provided value: NaN");
    }

    @Test
    void an_update_counts_by_its_cosine_and_is_as_long_as_the_root() {
        // r = (2, 0); x₁ = (3, 4): cosine 0.6, scaled (1.2, 1.6); x₂ = (5, 0): cosine 1, scaled (2, 0).
        Aggregate aggregate =
                next(new int[] {2 * UNIT, 0}, update(WHOLE, 3 * UNIT, 4 * UNIT), update(WHOLE, 5 * UNIT, 0));

        assertThat(aggregate.parts()).containsExactly(new Part(true, 600_000L), new Part(true, 1_000_000L));
        assertThat(aggregate.parameters()[0]).isCloseTo((0.6f * 1.2f + 2) / 1.6f, within(1e-5f));
        assertThat(aggregate.parameters()[1]).isCloseTo(0.6f * 1.6f / 1.6f, within(1e-5f));
    }

    @Test
    void what_points_away_or_nowhere_is_left_out() {
        Aggregate aggregate = next(
                new int[] {UNIT, UNIT},
                update(WHOLE, -9 * UNIT, -9 * UNIT),
                update(WHOLE, UNIT, -UNIT),
                update(WHOLE, 0, 0),
                update(WHOLE, 7 * UNIT, 7 * UNIT));

        assertThat(aggregate.parts())
                .containsExactly(
                        new Part(false, -1_000_000L),
                        new Part(false, 0L),
                        new Part(false, 0L),
                        new Part(true, 1_000_000L));
        assertThat(aggregate.parameters()[0]).isCloseTo(1, within(1e-6f));
        assertThat(aggregate.parameters()[1]).isCloseTo(1, within(1e-6f));
    }

    @Test
    void where_nothing_is_trusted_the_model_stays() {
        for (int[] root : new int[][] {{UNIT, 0}, {0, 0}}) {
            assertThat(next(root, update(WHOLE, -UNIT, 0), update(WHOLE, 0, 0)).parameters())
                    .containsExactly(0, 0);
        }
    }

    @Test
    void votes_weigh_trust() {
        Aggregate aggregate = next(new int[] {UNIT, 0}, update(WHOLE, UNIT, UNIT), update(WHOLE / 3, UNIT, -UNIT));

        // Alike in trust, 3 : 1 in votes: y = (3 − 1) / 4 · sin 45°.
        assertThat(aggregate.parameters()[1]).isCloseTo((float) (Math.sqrt(0.5) / 2), within(1e-4f));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void the_step_is_never_longer_than_the_root_and_no_order_changes_a_bit(long seed) {
        Random random = new Random(seed);
        int[] root = random.ints(6, -UNIT, UNIT).toArray();
        List<WeightedUpdate> updates = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int span = i % 2 == 0 ? Integer.MAX_VALUE : 20;
            updates.add(update(
                    1 + random.nextInt(WHOLE), random.ints(6, -span, span).toArray()));
        }
        Aggregate aggregate = next(root, updates.toArray(WeightedUpdate[]::new));
        Collections.shuffle(updates, random);

        assertThat(next(root, updates.toArray(WeightedUpdate[]::new)).parameters())
                .isEqualTo(aggregate.parameters());
        double length = Math.sqrt(IntStream.range(0, 6)
                .mapToDouble(j -> Math.pow(aggregate.parameters()[j], 2))
                .sum());
        double longest =
                Math.sqrt(Arrays.stream(root).mapToDouble(v -> (double) v * v).sum()) / UNIT;
        assertThat(length).isLessThanOrEqualTo(longest * (1 + 1e-6)).isPositive();
    }

    @Test
    void the_largest_and_the_smallest_updates_do_not_overflow() {
        int[] root = {1 << 30, 0};
        List<WeightedUpdate> updates = new ArrayList<>(Collections.nCopies(2_048, update(WHOLE, 1, 0)));
        updates.addAll(Collections.nCopies(2_048, update(WHOLE, Integer.MAX_VALUE, 0)));

        float[] next = next(root, updates.toArray(WeightedUpdate[]::new)).parameters();
        assertThat(next[0]).isCloseTo(1 << 14, within(0.01f));
    }

    @Test
    void the_root_is_one_gradient_step_where_a_batch_holds_all_rows() {
        // At zeros both classes have probability ½; rows (see Tasks.validation) pull each feature's weights apart.
        int[] root = RootUpdate.of(SPEC, new float[6], Tasks.validation());
        float[] next = rule.next(new float[6], List.of(new WeightedUpdate(root, WHOLE, 12)))
                .parameters();

        assertThat(root[0]).isPositive();
        assertThat(root[0] + root[1]).as("what one class gains the other loses").isBetween(-1, 1);
        for (int j = 0; j < 6; j++) {
            assertThat(next[j]).isCloseTo((float) root[j] / UNIT, within(1e-5f));
        }
    }

    @Test
    void a_root_that_leaves_the_finite_numbers_is_none() {
        Layer[] layers = new Layer[12];
        Arrays.fill(layers, new Layer.Dense(2));
        layers[11] = new Layer.Softmax();
        TaskSpec deep = new Tasks().model(ModelSpec.of(Shape.flat(2), layers)).build();
        float[] far = new float[deep.model().parameterCount()];
        Arrays.fill(far, Float.MAX_VALUE);

        assertThat(RootUpdate.of(deep, far, Tasks.validation())).containsOnly(0);
    }
}
