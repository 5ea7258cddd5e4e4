package org.fedfabric.protocol.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.reputation.MultiWeight.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpinionTest {
    @Test
    void refuses_parts_that_are_not_one_whole() {
        assertThatThrownBy(() -> new Opinion(1, 1, 1)).hasMessageContaining("Provided value: 3");
        assertThatThrownBy(() -> new Opinion(-1, 500_000_000, 500_000_001)).hasMessageContaining("belief");
    }

    @Test
    void refuses_to_fuse_two_certainties() {
        Opinion certain = new Opinion(1_000_000_000, 0, 0);

        assertThatThrownBy(() -> certain.fuse(certain)).hasMessageContaining("uncertainty");
    }

    @Test
    void hardly_any_uncertainty_stands_for_the_most_evidence_that_a_record_takes() {
        assertThat(new Opinion(999_999_999, 0, 1).evidence()).isEqualTo(new Evidence(1L << 53, 0));
        assertThat(new Opinion(0, 999_999_999, 1).evidence()).isEqualTo(new Evidence(0, 1L << 53));
    }

    @Test
    void refuses_a_base_rate_or_a_trust_that_is_no_share() {
        assertThatThrownBy(() -> Opinion.of(counts(8, 1)).expectationNanos(1_000_001))
                .hasMessageContaining("baseRateMicros");
        assertThatThrownBy(() -> Reputation.discount(counts(8, 1), 1_000_001)).hasMessageContaining("trustMicros");
        assertThatThrownBy(() -> Reputation.discount(counts(8, 1), -1)).hasMessageContaining("trustMicros");
    }

    /** Weighted counts beyond a million would leave 64 bits, and a sign that turns makes good of bad. */
    @Test
    void the_multi_weight_form_refuses_counts_whose_weights_would_overflow() {
        assertThatThrownBy(() -> new Counts(1_000_001, 0)).hasMessageContaining("positive interactions");
        assertThatThrownBy(() -> new Counts(0, Integer.MAX_VALUE)).hasMessageContaining("negative interactions");
        assertThatThrownBy(() -> new Counts(-1, 0)).hasMessageContaining("positive interactions");

        Counts most = new Counts(1_000_000, 1_000_000);
        assertThat(new MultiWeight(600_000, 1_000_000, 1_000_000).positiveWeight(most, most))
                .isEqualTo(1_000_000_000_000_000_000L);
        assertThat(new MultiWeight(600_000, 500_000, 1_000_000).opinion(most, most))
                .isEqualTo(new Opinion(500_000_000, 500_000_000, 0));
    }

    @Test
    void eight_good_and_one_bad_give_the_published_opinion() {
        Opinion opinion = Opinion.of(counts(8, 1));

        assertThat(opinion).isEqualTo(new Opinion(727_272_727, 90_909_090, 181_818_183));
        assertThat(opinion.expectationNanos(500_000)).isEqualTo(818_181_818);
    }

    @Test
    void fused_opinions_agree_with_added_evidence() {
        Opinion fused = Opinion.of(counts(8, 1)).fuse(Opinion.of(counts(20, 4)));

        assertThat(fused.beliefNanos()).isBetween(799_999_990L, 800_000_010L);
        assertThat(fused.disbeliefNanos()).isBetween(142_857_132L, 142_857_152L);
        assertThat(fused.uncertaintyNanos()).isBetween(57_142_847L, 57_142_867L);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void fusing_is_adding_evidence_up_to_the_stated_rounding(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            Evidence a = new Evidence(random.nextLong(1_000_000_000_000L), random.nextLong(1_000_000_000_000L));
            Evidence b = new Evidence(random.nextLong(1_000_000_000_000L), random.nextLong(1_000_000_000_000L));
            Opinion fused = Opinion.of(a).fuse(Opinion.of(b));
            Opinion added = Opinion.of(Reputation.fuse(a, b));
            long uncertain =
                    Math.max(Opinion.of(a).uncertaintyNanos(), Opinion.of(b).uncertaintyNanos());
            long tolerance = 2 + 4_000_000_000L / uncertain;

            assertThat(fused.beliefNanos() - added.beliefNanos()).isBetween(-tolerance, tolerance);
            assertThat(fused.disbeliefNanos() - added.disbeliefNanos()).isBetween(-tolerance, tolerance);
            assertThat(fused).isEqualTo(Opinion.of(b).fuse(Opinion.of(a)));
        }
    }

    @Test
    void the_multi_weight_form_gives_its_golden_values() {
        MultiWeight weights = new MultiWeight(600_000, 400_000, 950_000);
        Counts recent = new Counts(8, 1);
        Counts past = new Counts(20, 4);

        assertThat(weights.positiveWeight(recent, past)).isEqualTo(5_120_000_000_000L);
        assertThat(weights.negativeWeight(recent, past)).isEqualTo(1_320_000_000_000L);
        Opinion opinion = weights.opinion(recent, past);
        assertThat(opinion).isEqualTo(new Opinion(755_279_503, 194_720_496, 50_000_001));
        assertThat(opinion.expectationNanos(500_000)).isEqualTo(780_279_503);
    }

    @Test
    void the_multi_weight_form_does_not_see_the_amount_of_evidence() {
        MultiWeight weights = new MultiWeight(600_000, 400_000, 950_000);

        assertThat(weights.opinion(new Counts(1, 0), new Counts(0, 0)))
                .isEqualTo(weights.opinion(new Counts(100, 0), new Counts(100, 0)));
        assertThat(weights.opinion(new Counts(0, 0), new Counts(0, 0))).isEqualTo(new Opinion(0, 0, 1_000_000_000));
    }

    @Test
    void recommendations_weigh_by_similarity_and_interaction_frequency_and_fuse_into_the_golden_final_opinion() {
        // Recommenders with ρ = 0.8 and 40 interactions, and ρ = 0.5 and 10: IF = N / mean = 1.6 and 0.4, w = ρ·IF.
        Opinion near = new Opinion(900_000_000, 50_000_000, 50_000_000);
        Opinion far = new Opinion(300_000_000, 600_000_000, 100_000_000);
        Opinion recommended =
                Opinion.recommended(List.of(new Opinion.Weighted(near, 1_280_000), new Opinion.Weighted(far, 200_000)));
        assertThat(recommended).isEqualTo(new Opinion(818_918_918, 124_324_324, 56_756_758));

        Opinion own = new MultiWeight(600_000, 400_000, 950_000).opinion(new Counts(8, 1), new Counts(20, 4));
        Opinion end = own.fuse(recommended);
        // κ = 0.05 + 0.0567568 − 0.00283784; T = b + γu with γ = 0.5.
        assertThat(end.beliefNanos()).isBetween(806_524_545L, 806_524_585L);
        assertThat(end.disbeliefNanos()).isBetween(166_167_221L, 166_167_261L);
        assertThat(end.uncertaintyNanos()).isBetween(27_308_172L, 27_308_212L);
        assertThat(end.expectationNanos(500_000)).isBetween(820_178_642L, 820_178_682L);
    }

    @Test
    void recommendations_that_weigh_nothing_leave_nothing_but_uncertainty() {
        Opinion vacuous = new Opinion(0, 0, 1_000_000_000);
        Opinion near = new Opinion(900_000_000, 50_000_000, 50_000_000);

        assertThat(Opinion.recommended(List.of())).isEqualTo(vacuous);
        assertThat(Opinion.recommended(List.of(new Opinion.Weighted(near, 0)))).isEqualTo(vacuous);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_evidence_behind_an_opinion_is_what_it_was_made_of_up_to_rounding_against_the_member(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            Evidence evidence = new Evidence(random.nextLong(100_000_000_000L), random.nextLong(100_000_000_000L));
            Evidence again = Opinion.of(evidence).evidence();
            // Parts are cut at 1e-9 of a whole of at most 202: u is then wrong by 2e-9, r and s by 1e-9 · 202² / W each
            // way.
            assertThat(again.positiveNanos()).isBetween(evidence.positiveNanos() - 50_000, evidence.positiveNanos());
            assertThat(again.negativeNanos())
                    .isBetween(evidence.negativeNanos() - 50_000, evidence.negativeNanos() + 1);
        }
        assertThatThrownBy(() -> new Opinion(1_000_000_000, 0, 0).evidence()).hasMessageContaining("uncertainty");
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 5);
    }

    private static Evidence counts(long positive, long negative) {
        return new Evidence(positive * 1_000_000_000L, negative * 1_000_000_000L);
    }
}
