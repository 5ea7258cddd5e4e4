package org.fedfabric.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.trainer.dataset.MachineFailures.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generator against the counts of the published data set, AI4I 2020. */
class MachineFailuresTest {
    private static final int ROWS = 10_000;
    private static final int SEEDS = 40;

    /** In AI4I's 10,000 rows. */
    private static final Map<Mode, Integer> PUBLISHED =
            new EnumMap<>(Map.of(Mode.TWF, 46, Mode.HDF, 115, Mode.PWF, 95, Mode.OSF, 98, Mode.RNF, 19));

    private static final int PUBLISHED_FAILURES = 339;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 7, 42})
    void counts_of_a_table_lie_within_three_deviations_of_the_published_ones(long seed) {
        MachineFailures table = MachineFailures.generate(ROWS, seed);
        PUBLISHED.forEach((mode, count) -> assertThat(table.count(mode))
                .as("%s with seed %d", mode, seed)
                .isBetween(lowest(count), highest(count)));
        assertThat(table.countFailures()).isBetween(lowest(PUBLISHED_FAILURES), highest(PUBLISHED_FAILURES));
    }

    /**
     * The band above is 3√count wide on either side. Were the generator's mean the published count and its variance a
     * binomial's, a count would fall outside with probability 0.0027; six counts of 40 tables: 0.65 expected, 4 or more
     * with probability below 0.005. A mean off by one deviation raises 0.0027 to 0.023, and the test allows 6 (probability
     * of more below 1e-4 for the first, 5.5 expected for the second).
     */
    @Test
    void counts_outside_the_band_are_as_rare_as_chance_makes_them() {
        long outside = LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> MachineFailures.generate(ROWS, seed))
                .mapToLong(MachineFailuresTest::countsOutside)
                .sum();
        assertThat(outside).isLessThanOrEqualTo(6);
    }

    /** The twin: with the generator's failures thinned to a half, or doubled, the same check refuses. */
    @Test
    void the_check_refuses_a_generator_with_other_rates() {
        MachineFailures table = MachineFailures.generate(ROWS, 1);
        MachineFailures half = MachineFailures.generate(ROWS / 2, 1);
        MachineFailures twice = MachineFailures.generate(ROWS * 2, 1);
        assertThat(countsOutside(table)).isZero();
        assertThat(countsOutside(half)).isGreaterThanOrEqualTo(4);
        assertThat(countsOutside(twice)).isGreaterThanOrEqualTo(4);
    }

    /**
     * Means over 40 tables: a mode's mean has a deviation of at most √(count / 40); the bias allowed beside 4 such
     * deviations (false alarm 6e-5) is one √count, the distance between the published sample and what its rules give.
     */
    @Test
    void mean_counts_over_many_seeds_stay_near_the_published_ones() {
        PUBLISHED.forEach((mode, count) -> assertThat(meanOver(table -> table.count(mode)))
                .as("%s", mode)
                .isBetween(count - allowed(count), count + allowed(count)));
        assertThat(meanOver(MachineFailures::countFailures))
                .isBetween(
                        PUBLISHED_FAILURES - allowed(PUBLISHED_FAILURES),
                        PUBLISHED_FAILURES + allowed(PUBLISHED_FAILURES));
    }

    @Test
    void columns_have_the_published_means_and_deviations() {
        RawRows rows = MachineFailures.generate(ROWS, 3).rows();
        assertMeanAndDeviation(rows, 1, 300, 0.01, 2, 0.02);
        // The walk of the process temperature is independent of the air's only in expectation: allow what a walk can
        // do.
        assertMeanAndDeviation(rows, 2, 310, 0.02, 2.1, 0.95);
        assertMeanAndDeviation(rows, 3, 1_539, 8, 179, 15);
        assertMeanAndDeviation(rows, 4, 40, 0.02, 10, 0.05);
        assertMeanAndDeviation(rows, 5, 108, 2, 63.7, 1.5);
    }

    @Test
    void product_types_are_mixed_six_to_three_to_one() {
        int[] types = ((RawColumn.Codes)
                        MachineFailures.generate(ROWS, 3).rows().columns().get(0))
                .values();
        // Five binomial deviations: √(10,000 · 0.6 · 0.4) = 49, 46, 30.
        assertThat(Arrays.stream(types).filter(t -> t == 0).count()).isBetween(5_755L, 6_245L);
        assertThat(Arrays.stream(types).filter(t -> t == 1).count()).isBetween(2_770L, 3_230L);
        assertThat(Arrays.stream(types).filter(t -> t == 2).count()).isBetween(850L, 1_150L);
    }

    @Test
    void label_is_one_exactly_where_a_mode_holds() {
        MachineFailures table = MachineFailures.generate(ROWS, 5);
        int[] labels = table.rows().labels();
        for (int row = 0; row < ROWS; row++) {
            int at = row;
            boolean any = Arrays.stream(Mode.values()).anyMatch(mode -> table.failed(at, mode));
            assertThat(labels[row] == 1).isEqualTo(any);
        }
    }

    @Test
    void same_seed_gives_the_same_table_and_another_seed_another() {
        assertThat(speeds(9)).isEqualTo(speeds(9)).isNotEqualTo(speeds(10));
    }

    /** A golden row: the generator is part of what a published figure means, so it does not change in silence. */
    @Test
    void first_row_of_seed_seven_is_as_it_was_when_the_rules_were_fixed() {
        RawRows rows = MachineFailures.generate(1_000, 7).rows();
        List<Double> firstRow = rows.columns().subList(1, 6).stream()
                .map(c -> ((RawColumn.Numbers) c).values()[0])
                .toList();
        assertThat(firstRow).containsExactly(GOLDEN);
    }

    private static final Double[] GOLDEN = {297.5, 309.7, 1381.0, 50.8, 0.0};

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7, 8_000, 23_501, 60_000})
    void makes_rows_enough_for_a_training_count(int trainCount) {
        int rows = MachineFailures.rowsFor(trainCount, 500);
        assertThat(rows - rows / 5).isBetween(trainCount + 500, trainCount + 501);
    }

    @Test
    void refuses_to_generate_no_rows() {
        assertThatThrownBy(() -> MachineFailures.generate(0, 1)).hasMessageContaining("Provided value: 0");
    }

    private static double[] speeds(long seed) {
        return ((RawColumn.Numbers)
                        MachineFailures.generate(500, seed).rows().columns().get(3))
                .values();
    }

    private static long countsOutside(MachineFailures table) {
        long modes = PUBLISHED.entrySet().stream()
                .filter(e -> outside(table.count(e.getKey()), e.getValue()))
                .count();
        return modes + (outside(table.countFailures(), PUBLISHED_FAILURES) ? 1 : 0);
    }

    private static boolean outside(int count, int published) {
        return count < lowest(published) || count > highest(published);
    }

    private static int lowest(int published) {
        return (int) Math.ceil(published - 3 * Math.sqrt(published));
    }

    private static int highest(int published) {
        return (int) Math.floor(published + 3 * Math.sqrt(published));
    }

    private static double allowed(int published) {
        return Math.sqrt(published) * (1 + 4 / Math.sqrt(SEEDS));
    }

    private static double meanOver(ToIntFunction<MachineFailures> count) {
        return LongStream.rangeClosed(1, SEEDS)
                .mapToInt(seed -> count.applyAsInt(MachineFailures.generate(ROWS, seed)))
                .average()
                .orElseThrow();
    }

    private static void assertMeanAndDeviation(
            RawRows rows, int column, double mean, double meanWithin, double deviation, double deviationWithin) {
        double[] values = ((RawColumn.Numbers) rows.columns().get(column)).values();
        double average = Arrays.stream(values).average().orElseThrow();
        double squares =
                Arrays.stream(values).map(v -> (v - average) * (v - average)).sum();
        assertThat(average).isBetween(mean - meanWithin, mean + meanWithin);
        assertThat(Math.sqrt(squares / values.length))
                .isBetween(deviation - deviationWithin, deviation + deviationWithin);
    }
}
