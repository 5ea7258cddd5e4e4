package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.fedfabric.protocol.data.FeatureRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldOutTest {
    /** Rows of three features; the label is the row's number, so that rows can be told apart afterwards. */
    private static FeatureRows rows(long seed, int count) {
        Random random = new Random(seed);
        float[] features = new float[3 * count];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextGaussian();
        }
        return new FeatureRows(features, IntStream.range(0, count).toArray(), 3);
    }

    private static Set<Integer> numbers(FeatureRows rows) {
        Set<Integer> numbers = new HashSet<>();
        Arrays.stream(rows.labels()).forEach(numbers::add);
        return numbers;
    }

    @Test
    void refuses_to_leave_nothing_to_train_on() {
        FeatureRows one = new FeatureRows(new float[] {0, 0, 0}, new int[] {0}, 3);
        int percent = IntStream.rangeClosed(1, 100)
                .filter(p -> HoldOut.heldOut(one, p).get(0))
                .findFirst()
                .orElseThrow();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HoldOut.of(one, percent))
                .withMessageContaining("must leave rows to train on")
                .withMessageContaining("of 1 rows");
    }

    @Test
    void holds_out_nothing_unless_asked() {
        FeatureRows all = rows(1, 100);
        HoldOut divided = HoldOut.of(all, 0);
        assertThat(divided.training()).isSameAs(all);
        assertThat(divided.heldOut().rows()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 20, 50})
    void every_row_is_either_trained_on_or_held_out_with_its_own_features(int percent) {
        FeatureRows all = rows(percent, 2_000);
        HoldOut divided = HoldOut.of(all, percent);
        Set<Integer> training = numbers(divided.training());
        Set<Integer> heldOut = numbers(divided.heldOut());
        assertThat(training).doesNotContainAnyElementsOf(heldOut);
        assertThat(training.size() + heldOut.size()).isEqualTo(2_000);
        for (FeatureRows part : List.of(divided.training(), divided.heldOut())) {
            for (int r = 0; r < part.rows(); r++) {
                int from = part.labels()[r] * 3;
                assertThat(Arrays.copyOfRange(part.features(), 3 * r, 3 * r + 3))
                        .isEqualTo(Arrays.copyOfRange(all.features(), from, from + 3));
            }
        }
        // Six standard deviations of a binomial: a false alarm once in 10^9, were the digests drawn anew.
        double expected = 2_000 * percent / 100.0;
        assertThat((double) heldOut.size())
                .isBetween(
                        expected - 6 * Math.sqrt(expected * (1 - percent / 100.0)),
                        expected + 6 * Math.sqrt(expected * (1 - percent / 100.0)));
    }

    @Test
    void is_the_same_for_the_same_rows_in_any_order_and_with_rows_added() {
        FeatureRows all = rows(3, 500);
        BitSet first = HoldOut.heldOut(all, 20);
        assertThat(HoldOut.heldOut(rows(3, 500), 20)).isEqualTo(first);

        List<Integer> order = new ArrayList<>(IntStream.range(0, 500).boxed().toList());
        Collections.shuffle(order, new Random(4));
        float[] shuffled = new float[1_500];
        for (int r = 0; r < 500; r++) {
            System.arraycopy(all.features(), 3 * order.get(r), shuffled, 3 * r, 3);
        }
        BitSet moved = HoldOut.heldOut(new FeatureRows(shuffled, new int[500], 3), 20);
        for (int r = 0; r < 500; r++) {
            assertThat(moved.get(r)).isEqualTo(first.get(order.get(r)));
        }
        float[] more = Arrays.copyOf(all.features(), 1_530);
        assertThat(HoldOut.heldOut(new FeatureRows(more, new int[510], 3), 20).get(0, 500))
                .isEqualTo(first);
    }

    @Test
    void equal_rows_are_on_one_side_and_a_larger_percent_contains_a_smaller() {
        FeatureRows all = rows(5, 300);
        float[] twice = new float[1_800];
        System.arraycopy(all.features(), 0, twice, 0, 900);
        System.arraycopy(all.features(), 0, twice, 900, 900);
        BitSet out = HoldOut.heldOut(new FeatureRows(twice, new int[600], 3), 30);
        Map<Integer, Boolean> sides = new HashMap<>();
        for (int r = 0; r < 600; r++) {
            boolean side = out.get(r);
            assertThat(sides.merge(r % 300, side, (a, b) -> a == b ? a : null)).isEqualTo(side);
        }
        BitSet ten = HoldOut.heldOut(all, 10);
        BitSet both = HoldOut.heldOut(all, 40);
        both.and(ten);
        assertThat(both).isEqualTo(ten);
        assertThat(ten.isEmpty()).isFalse();
    }
}
