package org.fedfabric.protocol.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.reputation.PeerOpinions.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerOpinionsTest {
    private static final String EVALUATOR = "DeskMSP";
    private static final String VICTIM = "VictimMSP/v";
    private static final Evidence GOOD = counts(8, 0);
    private static final Evidence RUINED = counts(0, 1_000);

    /** E of somebody with eight good interactions: (8 + 1) / (8 + 2). */
    private static final long BEFORE = 900_000;

    @Test
    void without_views_nothing_is_known() {
        assertThat(PeerOpinions.of(VICTIM, EVALUATOR, List.of())).isEqualTo(Evidence.NONE);
    }

    @Test
    void the_evaluators_own_evidence_counts_in_full_and_nobody_vouches_for_its_own_members() {
        View own = view(EVALUATOR, VICTIM, counts(8, 1));

        assertThat(PeerOpinions.of(VICTIM, EVALUATOR, List.of(own))).isEqualTo(counts(8, 1));
        assertThat(PeerOpinions.of("DeskMSP/d", EVALUATOR, List.of(view(EVALUATOR, "DeskMSP/d", GOOD))))
                .isEqualTo(Evidence.NONE);
        assertThat(PeerOpinions.of(VICTIM, EVALUATOR, List.of(view("VictimMSP", VICTIM, GOOD))))
                .isEqualTo(Evidence.NONE);
    }

    @Test
    void an_honest_recommender_that_agrees_on_others_makes_a_stranger_known() {
        View own = view(EVALUATOR, "XMsp/x", GOOD, "YMsp/y", counts(0, 3), "PeerMSP/p", GOOD);
        View peer = view("PeerMSP", "XMsp/x", GOOD, "YMsp/y", counts(0, 3), VICTIM, GOOD);

        // Similarity 1, standing (8 + 1) / 10 = 0.9: r = 2 · 0.9 · 8 / (2 + 0.1 · 8) = 5.14, limited to W = 2.
        assertThat(PeerOpinions.of(VICTIM, EVALUATOR, List.of(own, peer))).isEqualTo(counts(2, 0));
        // Nobody of its enterprise is known, so its standing is one half: r = 2 · 0.5 · 1 / (2 + 0.5), up to rounding.
        View stranger = view("FarMSP", "XMsp/x", GOOD, "YMsp/y", counts(0, 3), VICTIM, counts(1, 0));
        Evidence prior = PeerOpinions.of(VICTIM, EVALUATOR, List.of(own, stranger));
        assertThat(prior.positiveNanos()).isBetween(399_999_990L, 400_000_000L);
        assertThat(prior.negativeNanos()).isZero();
    }

    @Test
    void a_sham_task_among_friends_changes_nothing_in_either_direction() {
        View own = view(EVALUATOR, VICTIM, GOOD, "XMsp/x", GOOD);
        View ruin = view("ShamMSP", "ShamMSP/a", GOOD, "FriendMSP/b", GOOD);
        View praise = view("ShamMSP", "FriendMSP/b", counts(1_000, 0));

        assertThat(PeerOpinions.of(VICTIM, EVALUATOR, List.of(own, ruin))).isEqualTo(GOOD);
        assertThat(PeerOpinions.of("FriendMSP/b", EVALUATOR, List.of(own, praise)))
                .isEqualTo(Evidence.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7})
    void colluders_move_a_victim_by_no_more_than_the_derived_bound_however_many_they_are(int colluders) {
        List<View> views = new ArrayList<>();
        views.add(own(colluders));
        for (int i = 0; i < colluders; i++) {
            // The truth about everybody else, and a lie about the victim.
            views.add(view("Foe" + i, "XMsp/x", GOOD, "YMsp/y", counts(0, 3), VICTIM, RUINED));
        }
        long after = Reputation.expectationMicros(PeerOpinions.of(VICTIM, EVALUATOR, views), 500_000);

        // They contradict by Δ ≥ 0.899, so t ≤ 0.9 / 1.899 = 0.474, s ≤ 2t / (1 − t) = 1.802, E ≥ 9 / 11.802 = 0.7625.
        assertThat(BEFORE - after).isBetween(0L, BEFORE - 762_500);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7})
    void twin_without_similarity_the_bound_is_broken_and_with_added_evidence_the_victim_is_out(int colluders) {
        // Standing alone: t = 0.9, s = 18, E = 9 / 28.
        Opinion said = Opinion.of(RUINED).discount(900_000);
        Evidence recommended = Opinion.recommended(Collections.nCopies(colluders, new Opinion.Weighted(said, 1)))
                .evidence();
        long trusting = Reputation.expectationMicros(Reputation.fuse(GOOD, recommended), 500_000);
        Evidence added = Collections.nCopies(colluders, RUINED).stream().reduce(GOOD, Reputation::fuse);

        assertThat(BEFORE - trusting).isGreaterThan(BEFORE - 762_500);
        assertThat(Reputation.expectationMicros(added, 500_000)).isLessThan(300_000);
    }

    @Test
    void a_recommender_with_a_thousand_interactions_counts_no_more_than_one_with_eight() {
        View own = own(1);
        View honest = view("Honest", "XMsp/x", GOOD, "YMsp/y", counts(0, 3), VICTIM, GOOD);
        View foe = view("Foe0", "XMsp/x", GOOD, "YMsp/y", counts(0, 3), VICTIM, RUINED);
        View loudFoe = view("Foe0", "XMsp/x", GOOD, "YMsp/y", counts(0, 3), VICTIM, counts(0, 1_000_000));

        long quiet =
                Reputation.expectationMicros(PeerOpinions.of(VICTIM, EVALUATOR, List.of(own, honest, foe)), 500_000);
        long loud = Reputation.expectationMicros(
                PeerOpinions.of(VICTIM, EVALUATOR, List.of(own, honest, loudFoe)), 500_000);
        assertThat(quiet - loud).isBetween(0L, 1_000L);
    }

    @Test
    void similarity_is_one_over_one_plus_the_distance_and_nothing_without_common_members() {
        Map<String, Evidence> own = Map.of("XMsp/x", GOOD, "YMsp/y", counts(0, 8));

        assertThat(PeerOpinions.similarityMicros("P", own, own)).isEqualTo(1_000_000);
        assertThat(PeerOpinions.similarityMicros("P", own, Map.of("ZMsp/z", GOOD)))
                .isZero();
        assertThat(PeerOpinions.similarityMicros("XMsp", own, Map.of("XMsp/x", GOOD)))
                .isZero();
        // 0.9 against 0.1 on both: ‖·‖ = 0.8 · √2 = 1.131371, rounded up.
        assertThat(PeerOpinions.similarityMicros("P", own, Map.of("XMsp/x", counts(0, 8), "YMsp/y", GOOD)))
                .isEqualTo(1_000_000_000_000L / 2_131_371);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_order_of_views_does_not_matter_and_the_bound_always_holds(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            List<View> views = new ArrayList<>();
            Evidence local = random(random);
            views.add(view(EVALUATOR, VICTIM, local, "XMsp/x", random(random), "F0/a", random(random)));
            IntStream.range(0, 1 + random.nextInt(7))
                    .forEach(n -> views.add(view("F" + n, "XMsp/x", random(random), VICTIM, random(random))));
            Evidence prior = PeerOpinions.of(VICTIM, EVALUATOR, views);
            Collections.shuffle(views, random);

            assertThat(PeerOpinions.of(VICTIM, EVALUATOR, views)).isEqualTo(prior);
            long positive = prior.positiveNanos() - local.positiveNanos();
            long negative = prior.negativeNanos() - local.negativeNanos();
            assertThat(positive).isNotNegative();
            assertThat(negative).isNotNegative();
            assertThat(positive + negative).isLessThanOrEqualTo(Reputation.PRIOR_WEIGHT_NANOS);
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 5);
    }

    /** What the evaluator knows: the victim, two others, and every foe as a good member of its tasks. */
    private static View own(int foes) {
        List<RosterMember> members =
                new ArrayList<>(view(EVALUATOR, VICTIM, GOOD, "XMsp/x", GOOD, "YMsp/y", counts(0, 3), "Honest/h", GOOD)
                        .members());
        IntStream.range(0, foes).forEach(i -> members.add(Tasks.member("Foe" + i + "/f", GOOD)));
        return new View(EVALUATOR, members);
    }

    private static View view(String enterprise, Object... idsAndEvidence) {
        return new View(
                enterprise,
                IntStream.range(0, idsAndEvidence.length / 2)
                        .mapToObj(
                                i -> Tasks.member((String) idsAndEvidence[2 * i], (Evidence) idsAndEvidence[2 * i + 1]))
                        .toList());
    }

    private static Evidence random(Random random) {
        return new Evidence(random.nextLong(100_000_000_000L), random.nextLong(100_000_000_000L));
    }

    private static Evidence counts(long positive, long negative) {
        return new Evidence(positive * 1_000_000_000L, negative * 1_000_000_000L);
    }
}
