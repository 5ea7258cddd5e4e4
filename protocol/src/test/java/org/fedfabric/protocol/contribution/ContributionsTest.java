package org.fedfabric.protocol.contribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.fedfabric.protocol.task.ContributionRule;
import org.fedfabric.protocol.task.UpdateCheck.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContributionsTest {
    private static final String SEED = "5e".repeat(32);
    private static final ContributionRule LEAVE_ONE_OUT = new ContributionRule.LeaveOneOut();
    private static final ContributionRule EXACT = new ContributionRule.Shapley(1_000, 0);

    /** Fewer orders than it takes for seven updates to be measured exactly. */
    private static final ContributionRule.Shapley SAMPLED = new ContributionRule.Shapley(18, 0);

    static List<ContributionRule> rules() {
        return List.of(LEAVE_ONE_OUT, EXACT, SAMPLED);
    }

    /** Accuracies of all coalitions of three, by their members. */
    private static final Map<List<Integer>, Long> THREE = Map.of(
            List.of(), 100_000L,
            List.of(0), 400_000L,
            List.of(1), 300_000L,
            List.of(2), 100_000L,
            List.of(0, 1), 900_000L,
            List.of(0, 2), 450_000L,
            List.of(1, 2), 250_000L,
            List.of(0, 1, 2), 880_000L);

    @Test
    void leaves_one_out_as_worked_out_by_hand() {
        // 880 − 250, 880 − 450 and 880 − 900 thousandths.
        assertThat(ofThree(LEAVE_ONE_OUT, Metric.ACCURACY)).containsExactly(630_000L, 430_000L, -20_000L);
        assertThat(ofThree(LEAVE_ONE_OUT, Metric.CROSS_ENTROPY))
                .as("of a loss, less is better")
                .containsExactly(-630_000L, -430_000L, 20_000L);
    }

    @Test
    void gives_shapley_values_as_worked_out_by_hand() {
        // Of the first: (2·300 + 600 + 350 + 2·630) / 6 = 2,810 / 6 thousandths; rounded down.
        // Of the second: (2·200 + 500 + 150 + 2·430) / 6 = 1,910 / 6. Of the third: (0 + 50 − 50 − 2·20) / 6 = −40 / 6.
        assertThat(ofThree(EXACT, Metric.ACCURACY)).containsExactly(468_333L, 318_333L, -6_667L);
    }

    private static List<Long> ofThree(ContributionRule rule, Metric metric) {
        return Contributions.of(rule, metric, 3, SEED, THREE.get(List.of()), THREE.get(List.of(0, 1, 2)), THREE::get);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void gives_the_only_update_all_that_was_gained_without_scoring_anything(ContributionRule rule) {
        assertThat(Contributions.of(rule, Metric.CROSS_ENTROPY, 1, SEED, 700_000, 450_000, members -> {
                    throw new AssertionError("scored " + members);
                }))
                .containsExactly(250_000L);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void passes_on_what_keeps_a_coalition_from_being_scored(ContributionRule rule) {
        assertThatThrownBy(() -> Contributions.of(rule, Metric.ACCURACY, 7, SEED, 0, 1, members -> {
                    throw new IOException("away");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("away");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shapley_values_add_up_to_what_the_version_gained(long random) {
        Game game = new Game(7, random);
        for (ContributionRule rule : List.of(EXACT, SAMPLED)) {
            long sum = game.values(rule).stream().mapToLong(Long::longValue).sum();
            assertThat(game.gained() - sum).isBetween(0L, 6L);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void orders_cut_short_keep_the_sum_within_the_tolerance(long random) {
        Game game = new Game(7, random);
        long tolerance = 30_000;
        ContributionRule cut = new ContributionRule.Shapley(18, tolerance);

        long sum = game.values(cut).stream().mapToLong(Long::longValue).sum();

        assertThat(Math.abs(game.gained() - sum)).isLessThan(tolerance + 7);
    }

    @Test
    void an_order_within_the_tolerance_from_the_start_gives_everybody_nothing() {
        ContributionRule lax = new ContributionRule.Shapley(5, 300_001);
        assertThat(Contributions.of(lax, Metric.CROSS_ENTROPY, 7, SEED, 700_000, 400_000, members -> {
                    throw new AssertionError("scored " + members);
                }))
                .containsOnly(0L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void who_changes_no_score_gets_nothing(long random) {
        Game game = new Game(7, random);
        game.worth[3] = 0;
        for (ContributionRule rule : rules()) {
            assertThat(game.values(rule).get(3)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void equals_get_equal_values(long random) {
        Game game = new Game(7, random);
        game.worth[5] = game.worth[2];
        for (ContributionRule rule : List.of(LEAVE_ONE_OUT, EXACT)) {
            assertThat(game.values(rule).get(5)).isEqualTo(game.values(rule).get(2));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void sampled_values_come_close_to_the_exact_ones(long random) {
        Game game = new Game(9, random);
        // 56 orders of 9 are less than 2^9 coalitions.
        List<Long> sampled = game.values(new ContributionRule.Shapley(56, 0));
        List<Long> exact = game.values(EXACT);
        long spread = IntStream.range(0, 9)
                .mapToLong(i -> game.worth[i])
                .map(Math::abs)
                .max()
                .orElseThrow();
        for (int i = 0; i < 9; i++) {
            // Marginals lie within about ± the largest worth: five deviations of their mean over 56 orders.
            assertThat((double) sampled.get(i)).isCloseTo(exact.get(i), within(5 * spread / Math.sqrt(56)));
        }
    }

    @Test
    void orders_follow_from_the_seed_alone() {
        Game game = new Game(7, 1);
        assertThat(game.values(SAMPLED)).isEqualTo(game.values(SAMPLED));
        assertThat(game.values(SAMPLED, "ab".repeat(32))).isNotEqualTo(game.values(SAMPLED));
        // A change here is a change of the protocol: endorsers of different versions would not agree.
        assertThat(game.values(SAMPLED)).containsExactly(GOLDEN);
    }

    private static final Long[] GOLDEN = {-13_779L, 65_395L, 64_725L, -2_507L, 1_054L, -11_588L, 21_408L};

    @ParameterizedTest
    @MethodSource("rules")
    void scores_no_more_coalitions_than_the_rule_says_each_once_and_never_nobody_or_everybody(ContributionRule rule) {
        for (int n = 1; n <= 9; n++) {
            Game game = new Game(n, n);
            game.values(rule);
            assertThat((long) game.scored.size()).isLessThanOrEqualTo(rule.coalitions(n));
            assertThat(game.scored).doesNotHaveDuplicates().doesNotContain(List.of());
            assertThat(game.scored).doesNotContain(game.everybody());
        }
    }

    /** Losses of coalitions: worths add up, with an interaction of each pair so that order matters. */
    private static final class Game {
        final long[] worth;
        final List<List<Integer>> scored = new ArrayList<>();

        Game(int updates, long random) {
            Random numbers = new Random(random);
            worth = numbers.longs(updates, -20_000, 100_000).toArray();
        }

        List<Integer> everybody() {
            return IntStream.range(0, worth.length).boxed().toList();
        }

        long gained() {
            return 2_000_000 - loss(everybody());
        }

        List<Long> values(ContributionRule rule) {
            return values(rule, SEED);
        }

        List<Long> values(ContributionRule rule, String seed) {
            scored.clear();
            return Contributions.of(
                    rule, Metric.CROSS_ENTROPY, worth.length, seed, 2_000_000, loss(everybody()), members -> {
                        scored.add(members);
                        return loss(members);
                    });
        }

        long loss(List<Integer> members) {
            long sum = 0;
            long pairs = 0;
            for (int i : members) {
                sum += worth[i];
                for (int j : members) {
                    pairs += i < j ? worth[i] * worth[j] / 400_000 : 0;
                }
            }
            return 2_000_000 - sum + pairs;
        }
    }

    @Test
    void numbers_of_coalitions_are_those_of_the_rules() {
        Map<Integer, Long> expected = new TreeMap<>(Map.of(1, 0L, 2, 2L, 6, 62L, 7, 18L * 6, 100, 18L * 99));
        expected.forEach((n, count) -> assertThat(SAMPLED.coalitions(n)).isEqualTo(count));
        assertThat(SAMPLED.isExact(6)).isTrue();
        assertThat(SAMPLED.isExact(7)).isFalse();
        assertThat(LEAVE_ONE_OUT.coalitions(10)).isEqualTo(10);
        assertThat(LEAVE_ONE_OUT.coalitions(1)).isZero();
    }
}
