package org.fedfabric.protocol.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.Verdict.Outcome;
import org.fedfabric.protocol.task.ReputationRule;
import org.fedfabric.protocol.task.Selection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReputationTest {
    private static final ReputationRule RULE = ReputationRule.defaults();
    private static final long ELIGIBLE = Selection.all().minReputationMicros();
    private static final ReputationRule COUNTING = new ReputationRule(500_000, 500_000, 1_000_000);

    @Test
    void withheld_bytes_and_idling_change_nothing() {
        Evidence evidence = new Evidence(1_234_567_891L, 987_654_321L);

        assertThat(Reputation.after(evidence, Outcome.UNAVAILABLE, RULE)).isEqualTo(evidence);
        assertThat(Reputation.after(evidence, Outcome.OUTVOTED, RULE)).isEqualTo(evidence);
    }

    @Test
    void where_lateness_weighs_a_missed_turn_is_negative_evidence_and_a_returning_member_recovers() {
        ReputationRule late = RULE.withLateness(200_000);
        Evidence silent = Reputation.missed(Evidence.NONE, late);

        assertThat(silent)
                .isEqualTo(new Evidence(0, 400_000_000))
                .isEqualTo(Reputation.after(Evidence.NONE, Outcome.UNAVAILABLE, late));
        assertThat(Reputation.expectationMicros(silent, 500_000)).isEqualTo(416_666);
        Evidence back = Reputation.after(silent, Outcome.INCLUDED, late);
        assertThat(Reputation.expectationMicros(back, 500_000)).isGreaterThan(500_000);
        assertThat(Reputation.missed(silent, RULE)).isEqualTo(silent);
    }

    @Test
    void refuses_lateness_that_weighs_more_than_a_rejected_update_and_opinions_of_nobody() {
        assertThatThrownBy(() -> RULE.withLateness(600_001)).hasMessageContaining("latenessMicros");
        assertThatThrownBy(() -> RULE.withOpinions(List.of())).hasMessageContaining("at least one");
        assertThatThrownBy(() -> RULE.withOpinions(List.of("a", "a"))).hasMessageContaining("each once");
    }

    @Test
    void a_rule_without_options_has_the_canonical_form_it_always_had() {
        assertThat(CanonicalJson.write(RULE))
                .isEqualTo("{\"positiveMicros\":400000,\"negativeMicros\":600000,\"decayMicros\":900000}");
        ReputationRule all =
                RULE.in(ReputationRule.Form.MULTI_WEIGHT).withLateness(200_000).withOpinions(List.of("older-task"));
        assertThat(CanonicalJson.write(all))
                .endsWith(",\"form\":\"MULTI_WEIGHT\",\"latenessMicros\":200000,\"opinions\":[\"older-task\"]}");
        assertThat(CanonicalJson.read(CanonicalJson.write(all), ReputationRule.class))
                .isEqualTo(all);
    }

    @Test
    void the_multi_weight_form_gives_shares_and_missed_turns_draw_them_down_to_the_base_rate_and_never_up() {
        ReputationRule kang = RULE.in(ReputationRule.Form.MULTI_WEIGHT);

        assertThat(Reputation.expectationMicros(kang, member(Evidence.NONE, 0, 0)))
                .isEqualTo(500_000);
        // 5.12 against 1.32: the golden 0.7950 at q = 1; of 20 turns one missed, q = 0.95, T = 0.78028.
        Evidence golden = new Evidence(5_120_000_000L, 1_320_000_000L);
        assertThat(Reputation.expectationMicros(kang, member(golden, 20, 0))).isEqualTo(795_031);
        assertThat(Reputation.expectationMicros(kang, member(golden, 20, 1))).isEqualTo(780_279);
        assertThat(Reputation.expectationMicros(kang, member(counts(1, 0), 1, 0)))
                .isEqualTo(Reputation.expectationMicros(kang, member(counts(100, 0), 100, 0)));
        assertThat(Reputation.expectationMicros(kang, member(counts(1, 4), 10, 9)))
                .isEqualTo(200_000);
        assertThat(Reputation.expectationMicros(RULE, member(golden, 20, 1)))
                .isEqualTo(Reputation.expectationMicros(golden, 500_000));
    }

    private static RosterMember member(Evidence evidence, int selected, int absent) {
        return new RosterMember(
                "AMsp/a",
                10,
                new Assessment(0, 0, 0),
                evidence,
                500_000,
                0,
                0,
                -1,
                false,
                new RosterMember.Counts(selected, selected - absent, 0, 0, absent));
    }

    @Test
    void a_newcomer_that_is_rejected_is_out_of_selection_after_two_rejections() {
        Evidence one = Reputation.after(Evidence.NONE, Outcome.REJECTED, RULE);
        Evidence two = Reputation.after(one, Outcome.REJECTED, RULE);

        assertThat(one).isEqualTo(new Evidence(0, 1_200_000_000L));
        assertThat(Reputation.expectationMicros(one, 500_000)).isEqualTo(312_500);
        assertThat(two).isEqualTo(new Evidence(0, 2_280_000_000L));
        assertThat(Reputation.expectationMicros(two, 500_000))
                .isEqualTo(233_644)
                .isLessThan(ELIGIBLE);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 3", "2, 4"})
    void one_that_turns_against_the_others_early_is_out_within_five_interactions(int included, int rejections) {
        Evidence evidence = Evidence.NONE;
        for (int i = 0; i < included; i++) {
            evidence = Reputation.after(evidence, Outcome.INCLUDED, RULE);
        }
        int needed = 0;
        while (Reputation.expectationMicros(evidence, 500_000) >= ELIGIBLE) {
            evidence = Reputation.after(evidence, Outcome.REJECTED, RULE);
            needed++;
        }

        assertThat(needed).isEqualTo(rejections);
    }

    @Test
    void the_longest_honest_record_is_used_up_by_eleven_rejections() {
        Evidence evidence = Evidence.NONE;
        for (int i = 0; i < 1_000; i++) {
            evidence = Reputation.after(evidence, Outcome.INCLUDED, RULE);
        }
        assertThat(Reputation.expectationMicros(evidence, 500_000)).isBetween(899_990L, 900_000L);
        for (int i = 0; i < 11; i++) {
            evidence = Reputation.after(evidence, Outcome.REJECTED, RULE);
        }

        assertThat(Reputation.expectationMicros(evidence, 500_000)).isLessThan(ELIGIBLE);
    }

    @Test
    void an_honest_member_never_falls_below_where_it_started() {
        Evidence evidence = Evidence.NONE;
        long last = 500_000;
        for (int i = 0; i < 200; i++) {
            evidence = Reputation.after(evidence, Outcome.INCLUDED, RULE);
            assertThat(Reputation.expectationMicros(evidence, 500_000)).isGreaterThanOrEqualTo(last);
            last = Reputation.expectationMicros(evidence, 500_000);
        }
    }

    @Test
    void few_honest_members_are_excluded_where_one_update_in_twenty_is_misjudged() {
        Random random = new Random(11);
        int excluded = 0;
        for (int member = 0; member < 2_000; member++) {
            Evidence evidence = Evidence.NONE;
            for (int version = 0; version < 30; version++) {
                Outcome outcome = random.nextInt(20) == 0 ? Outcome.REJECTED : Outcome.INCLUDED;
                evidence = Reputation.after(evidence, outcome, RULE);
                if (Reputation.expectationMicros(evidence, 500_000) < ELIGIBLE) {
                    excluded++;
                    break;
                }
            }
        }

        assertThat(excluded).isLessThanOrEqualTo(2_000 * 2 / 100);
    }

    @Test
    void without_decay_and_with_equal_weights_evidence_is_counted() {
        Evidence evidence = Evidence.NONE;
        for (int i = 0; i < 9; i++) {
            evidence = Reputation.after(evidence, i == 4 ? Outcome.REJECTED : Outcome.INCLUDED, COUNTING);
        }

        assertThat(evidence).isEqualTo(new Evidence(8_000_000_000L, 1_000_000_000L));
        assertThat(Reputation.expectationMicros(evidence, 500_000)).isEqualTo(818_181);
    }

    @Test
    void decay_rounds_against_the_member() {
        Evidence after = Reputation.after(new Evidence(1_000_000_001L, 1_000_000_001L), Outcome.INCLUDED, RULE);

        // 0.9 · 1,000,000,001 = 900,000,000.9
        assertThat(after).isEqualTo(new Evidence(1_700_000_000L, 900_000_001L));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void decay_is_exact_up_to_its_rounding(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            Evidence before = new Evidence(random.nextLong(1L << 53), random.nextLong(1L << 53));
            ReputationRule rule = new ReputationRule(1, 999_999, 1 + random.nextInt(1_000_000));
            Evidence after = Reputation.after(before, Outcome.INCLUDED, rule);
            var r = java.math.BigInteger.valueOf(before.positiveNanos())
                    .multiply(java.math.BigInteger.valueOf(rule.decayMicros()))
                    .divide(java.math.BigInteger.valueOf(1_000_000));

            assertThat(after.positiveNanos()).isEqualTo(Math.min(r.longValueExact() + 2_000, 1L << 53));
        }
    }

    @Test
    void evidence_stops_growing_at_its_limit() {
        Evidence full = new Evidence(1L << 53, 1L << 53);

        assertThat(Reputation.after(full, Outcome.INCLUDED, COUNTING)).isEqualTo(full);
        assertThat(Reputation.fuse(full, full)).isEqualTo(full);
        assertThat(Reputation.expectationMicros(full, 500_000)).isEqualTo(500_000);
    }

    @Test
    void fusing_eight_and_one_with_twenty_and_four_is_exactly_twenty_eight_and_five() {
        Evidence fused = Reputation.fuse(counts(8, 1), counts(20, 4));

        assertThat(fused).isEqualTo(counts(28, 5));
        assertThat(Opinion.of(fused)).isEqualTo(new Opinion(800_000_000, 142_857_142, 57_142_858));
    }

    @ParameterizedTest
    @CsvSource({"1000000, 8000000000, 1000000000", "0, 0, 0", "500000, 1230769230, 153846154"})
    void discounting_keeps_what_is_trusted(long trustMicros, long positiveNanos, long negativeNanos) {
        // t = ½ on (8, 1): W·t·r / (W + (1 − t)(r + s)) = 8 / 6.5.
        assertThat(Reputation.discount(counts(8, 1), trustMicros))
                .isEqualTo(new Evidence(positiveNanos, negativeNanos));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void discounting_evidence_is_discounting_the_opinion(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            Evidence evidence = new Evidence(random.nextLong(100_000_000_000L), random.nextLong(100_000_000_000L));
            long trust = random.nextInt(1_000_001);
            Opinion direct = Opinion.of(evidence).discount(trust);
            Opinion through = Opinion.of(Reputation.discount(evidence, trust));

            assertThat(through.beliefNanos()).isBetween(direct.beliefNanos() - 2, direct.beliefNanos() + 2);
            assertThat(through.disbeliefNanos()).isBetween(direct.disbeliefNanos() - 2, direct.disbeliefNanos() + 2);
        }
    }

    @Test
    void a_newcomer_starts_where_its_enterprise_stands_but_never_above_one_half() {
        assertThat(Reputation.newcomerBaseRateMicros(List.of())).isEqualTo(500_000);
        assertThat(Reputation.newcomerBaseRateMicros(List.of(counts(20, 1)))).isEqualTo(500_000);
        assertThat(Reputation.newcomerBaseRateMicros(List.of(counts(1, 3), counts(0, 2))))
                .isEqualTo(250_000);
    }

    @Test
    void what_is_brought_along_weighs_no_more_than_not_knowing_and_keeps_its_proportion() {
        assertThat(Reputation.limitedPrior(counts(1, 1))).isEqualTo(counts(1, 1));
        assertThat(Reputation.limitedPrior(counts(30, 10))).isEqualTo(new Evidence(1_500_000_000L, 500_000_000L));
        assertThat(Reputation.limitedPrior(counts(8_000_000, 0))).isEqualTo(counts(2, 0));
        assertThat(Reputation.limitedPrior(counts(2, 1)))
                .as("rounded against the member")
                .isEqualTo(new Evidence(1_333_333_333L, 666_666_667L));
    }

    @Test
    void a_prior_cannot_be_negative() {
        assertThatThrownBy(() -> new Evidence(-1, 0)).hasMessageContaining("positiveNanos");
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 5);
    }

    private static Evidence counts(long positive, long negative) {
        return new Evidence(positive * 1_000_000_000L, negative * 1_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 8_999_999_999_999L, 9_000_000_000_000L, 9_000_000_000_001L, (1L << 53) - 1})
    void an_expectation_is_the_same_by_either_arithmetic(long positiveNanos) {
        for (long negativeNanos : new long[] {0, 1, 7_000_000_001L, (1L << 53) - 1}) {
            for (long baseRate : new long[] {0, 333_333, 500_000}) {
                BigInteger evidence = BigInteger.valueOf(positiveNanos).multiply(BigInteger.valueOf(1_000_000));
                BigInteger prior = BigInteger.valueOf(baseRate).multiply(BigInteger.valueOf(2_000_000_000));
                BigInteger total = BigInteger.valueOf(positiveNanos + negativeNanos + 2_000_000_000L);

                assertThat(Reputation.expectationMicros(new Evidence(positiveNanos, negativeNanos), baseRate))
                        .isEqualTo(evidence.add(prior).divide(total).longValueExact());
            }
        }
    }
}
