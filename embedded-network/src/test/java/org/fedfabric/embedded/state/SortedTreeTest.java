package org.fedfabric.embedded.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedTreeTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void holds_what_a_sorted_map_holds_after_any_changes(long seed) {
        Random random = new Random(seed);
        SortedTree<Integer> tree = SortedTree.empty();
        TreeMap<String, Integer> expected = new TreeMap<>(Utf8Order.INSTANCE);
        for (int i = 0; i < 5_000; i++) {
            String key = "k" + random.nextInt(400);
            if (random.nextInt(3) == 0) {
                tree = tree.without(key);
                expected.remove(key);
            } else {
                tree = tree.with(key, i);
                expected.put(key, i);
            }
            if (i % 250 == 0) {
                assertThat(entriesFrom(tree, "")).isEqualTo(List.copyOf(expected.entrySet()));
                String start = "k" + random.nextInt(400);
                assertThat(entriesFrom(tree, start))
                        .isEqualTo(List.copyOf(expected.tailMap(start).entrySet()));
            }
        }
        for (int i = 0; i < 400; i++) {
            assertThat(tree.get("k" + i)).isEqualTo(expected.get("k" + i));
        }
    }

    @Test
    void an_old_version_never_changes() {
        SortedTree<Integer> before = SortedTree.<Integer>empty().with("a", 1).with("b", 2);

        SortedTree<Integer> after = before.with("a", 3).without("b").with("c", 4);

        assertThat(entriesFrom(before, "")).containsExactly(Map.entry("a", 1), Map.entry("b", 2));
        assertThat(entriesFrom(after, "")).containsExactly(Map.entry("a", 3), Map.entry("c", 4));
    }

    private static List<Map.Entry<String, Integer>> entriesFrom(SortedTree<Integer> tree, String start) {
        List<Map.Entry<String, Integer>> entries = new ArrayList<>();
        tree.from(start).forEachRemaining(entries::add);
        return entries;
    }
}
