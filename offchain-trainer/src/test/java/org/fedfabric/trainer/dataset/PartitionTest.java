package org.fedfabric.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionTest {
    static Stream<Arguments> rules_participants_and_seeds() {
        return Stream.of("iid", "shards:1", "shards:2", "shards:7", "dirichlet:0.5", "dirichlet:100", "column:Type")
                .flatMap(rule -> IntStream.of(1, 2, 3, 5, 6, 12)
                        .boxed()
                        .flatMap(participants ->
                                Stream.of(1L, 2L, -9L).map(seed -> Arguments.of(rule, participants, seed))));
    }

    @ParameterizedTest
    @MethodSource("rules_participants_and_seeds")
    void every_row_goes_to_exactly_one_participant_and_nobody_is_left_empty(String rule, int participants, long seed) {
        RawRows rows = machines(4_000, seed);
        List<int[]> divided = Partition.parse(rule).divide(rows, participants, seed);
        assertThat(divided).hasSize(participants).noneMatch(part -> part.length == 0);
        assertThat(divided.stream().flatMapToInt(Arrays::stream).sorted().toArray())
                .isEqualTo(IntStream.range(0, rows.rows()).toArray());
        assertThat(divided)
                .allMatch(
                        part -> Arrays.equals(part, Arrays.stream(part).sorted().toArray()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iid", "shards:2", "dirichlet:0.5", "column:Type"})
    void same_seed_gives_the_same_division_and_another_seed_another(String rule) {
        RawRows rows = machines(2_000, 1);
        Partition partition = Partition.parse(rule);
        assertThat(partition.divide(rows, 4, 5))
                .usingElementComparator(Arrays::compare)
                .isEqualTo(partition.divide(rows, 4, 5));
        assertThat(partition.divide(rows, 4, 5).get(3))
                .isNotEqualTo(partition.divide(rows, 4, 6).get(3));
        assertThat(partition).hasToString(rule);
    }

    @Test
    void iid_parts_differ_by_one_row_at_most() {
        List<int[]> divided = Partition.parse("iid").divide(machines(1_003, 1), 4, 1);
        assertThat(divided).extracting(part -> part.length).containsOnly(250, 251);
    }

    @Test
    void shards_without_a_number_are_two() {
        assertThat(Partition.parse("shards")).hasToString("shards:2").isEqualTo(Partition.parse("shards:2"));
    }

    @Test
    void two_shards_each_hold_few_labels() {
        RawRows rows = images(3_000, 10);
        for (int[] part : Partition.parse("shards:2").divide(rows, 10, 3)) {
            long labels =
                    Arrays.stream(part).map(i -> rows.labels()[i]).distinct().count();
            assertThat(labels).isBetween(1L, 4L);
            assertThat(part).hasSize(300);
        }
    }

    @Test
    void a_small_concentration_skews_labels_and_a_large_one_does_not() {
        RawRows rows = images(10_000, 10);
        assertThat(largestShareOfOneLabel(rows, "dirichlet:0.1")).isGreaterThan(0.4);
        assertThat(largestShareOfOneLabel(rows, "dirichlet:1000")).isLessThan(0.15);
    }

    @Test
    void a_column_gives_each_enterprise_one_value() {
        RawRows rows = machines(3_000, 2);
        int[] types = ((RawColumn.Codes) rows.columns().get(0)).values();
        List<int[]> divided = Partition.parse("column:Type").divide(rows, 6, 1);
        for (int p = 0; p < 6; p++) {
            int expected = p / 2;
            assertThat(Arrays.stream(divided.get(p))).allMatch(row -> types[row] == expected);
        }
    }

    @Test
    void fewer_participants_than_values_take_several() {
        RawRows rows = machines(3_000, 2);
        int[] types = ((RawColumn.Codes) rows.columns().get(0)).values();
        List<int[]> divided = Partition.parse("column:Type").divide(rows, 2, 1);
        assertThat(Arrays.stream(divided.get(0))).allMatch(row -> types[row] == 0);
        assertThat(Arrays.stream(divided.get(1))).allMatch(row -> types[row] > 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "IID",
                "iid:2",
                "shards:",
                "shards:0",
                "shards:x",
                "shards:1001",
                "dirichlet:",
                "dirichlet:0",
                "dirichlet:NaN",
                "dirichlet:-1",
                "dirichlet:1e9",
                "column:",
                "by-label"
            })
    void refuses_rules_it_does_not_know(String rule) {
        assertThatThrownBy(() -> Partition.parse(rule))
                .isInstanceOf(DatasetException.class)
                .hasMessageContainingAll(
                        "partition must be iid, shards, shards:K", "Provided value: " + rule + ". Give one");
    }

    @Test
    void refuses_a_column_that_is_not_a_category() {
        assertThatThrownBy(() -> Partition.parse("column:Torque [Nm]").divide(machines(100, 1), 2, 1))
                .isInstanceOf(DatasetException.class)
                .hasMessageContainingAll("Provided value: Torque [Nm]", "Choose one of [Type]");
        assertThatThrownBy(() -> Partition.parse("column:image").divide(images(100, 10), 2, 1))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("This data has none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iid", "shards:2", "dirichlet:1", "column:Type"})
    void refuses_more_participants_than_rows(String rule) {
        assertThatThrownBy(() -> Partition.parse(rule).divide(machines(5, 1), 20, 1))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(" rows. ");
    }

    private static double largestShareOfOneLabel(RawRows rows, String rule) {
        return Partition.parse(rule).divide(rows, 5, 4).stream()
                .mapToDouble(part -> IntStream.range(0, 10)
                                .mapToLong(label -> Arrays.stream(part)
                                        .filter(i -> rows.labels()[i] == label)
                                        .count())
                                .max()
                                .orElseThrow()
                        / (double) part.length)
                .max()
                .orElseThrow();
    }

    private static RawRows machines(int rows, long seed) {
        return MachineFailures.generate(rows, seed).rows();
    }

    private static RawRows images(int count, int classes) {
        int[] labels = IntStream.range(0, count).map(i -> i * 7919 % classes).toArray();
        return new RawRows(
                DataSchemas.images(
                        1,
                        1,
                        IntStream.range(0, classes).mapToObj(Integer::toString).toList()),
                List.of(new RawColumn.Bytes(new byte[count])),
                labels);
    }
}
