package org.fedfabric.protocol.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.Verdict.Reason;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.Test;

class RosterRulesTest {
    private static final TaskSpec SPEC = Tasks.spec();
    private static final Verdict INCLUDED = new Verdict(Verdict.Outcome.INCLUDED, null, 1L, 2L);
    private static final Verdict REJECTED = Verdict.rejected(Reason.SCORE);

    @Test
    void refuses_a_membership_of_another_task_or_one_that_has_left() {
        Membership m = Tasks.membership("AMsp/a");
        Membership other = new Membership(
                1, "other", "AMsp/a", m.specDigest(), "rows", 10, m.assessment(), m.beaconTip(), m.prior(), -1, false);
        Membership gone = new Membership(
                1,
                Tasks.NAME,
                "AMsp/a",
                m.specDigest(),
                "rows",
                10,
                m.assessment(),
                m.beaconTip(),
                m.prior(),
                -1,
                true);

        assertMismatch(() -> RosterRules.admit(SPEC, List.of(), List.of(other)), "other, AMsp/a");
        assertMismatch(() -> RosterRules.admit(SPEC, List.of(), List.of(gone)), "pumps, AMsp/a, left");
    }

    @Test
    void refuses_a_join_that_is_on_the_roster_and_one_that_comes_twice() {
        List<RosterPage> pages = started("AMsp/a", "BMsp/b");

        assertMismatch(() -> advance(pages, Map.of(), List.of(Tasks.membership("AMsp/a")), List.of()), "AMsp/a");
        assertMismatch(
                () -> RosterRules.admit(
                        SPEC, List.of(), List.of(Tasks.membership("AMsp/a"), Tasks.membership("AMsp/a"))),
                "AMsp/a");
    }

    @Test
    void refuses_a_leave_of_a_stranger_and_of_one_who_has_left() {
        List<RosterPage> pages = started("AMsp/a", "BMsp/b");
        assertMismatch(() -> advance(pages, Map.of(), List.of(), List.of("CMsp/c")), "[CMsp/c]");

        List<RosterPage> after = advance(pages, Map.of(), List.of(), List.of("BMsp/b"));
        assertMismatch(() -> advance(after, Map.of(), List.of(), List.of("BMsp/b")), "BMsp/b");
    }

    @Test
    void refuses_to_count_a_contributor_without_a_verdict() {
        List<RosterPage> pages = started("AMsp/a");
        VersionRecord unjudged = version(0, List.of("AMsp/a"), List.of(contributor("AMsp/a", null)));

        assertThatThrownBy(() -> RosterRules.advance(SPEC, pages, unjudged, List.of(), List.of()))
                .hasMessageContaining("verdict on AMsp/a");
    }

    @Test
    void every_contributor_pays_one_submission_whatever_the_verdict_and_nobody_else_does() {
        List<String> ids = List.of("AMsp/a", "BMsp/b", "CMsp/c", "DMsp/d", "EMsp/e");
        List<RosterPage> pages = RosterRules.admit(
                SPEC,
                List.of(),
                ids.stream().map(id -> Tasks.membership(id).withAllotment(3)).toList());
        VersionRecord judged = version(
                0,
                ids.subList(0, 4),
                List.of(
                        contributor("AMsp/a", INCLUDED),
                        contributor("BMsp/b", REJECTED),
                        contributor("CMsp/c", Verdict.UNAVAILABLE)));

        assertThat(RosterRules.members(RosterRules.advance(SPEC, pages, judged, List.of(), List.of())))
                .extracting(RosterMember::allotment)
                .containsExactly(2L, 2L, 2L, 3L, 3L);
    }

    @Test
    void takes_over_an_allotment_that_was_topped_up_and_nothing_else_of_a_member_that_stayed() {
        List<RosterPage> pages = RosterRules.admit(
                SPEC, List.of(), List.of(Tasks.membership("AMsp/a").withAllotment(1), Tasks.membership("BMsp/b")));
        VersionRecord judged = version(0, List.of("AMsp/a"), List.of(contributor("AMsp/a", INCLUDED)));
        Membership toppedUp = Tasks.membership("AMsp/a").withAllotment(5);

        RosterMember after = RosterRules.members(RosterRules.advance(SPEC, pages, judged, List.of(toppedUp), List.of()))
                .get(0);

        assertThat(after.allotment()).isEqualTo(5);
        assertThat(after.evidence()).isEqualTo(new Evidence(800_000_000, 0));
        assertMismatch(
                () -> RosterRules.advance(
                        SPEC, pages, judged, List.of(Tasks.membership("AMsp/a").withAllotment(0)), List.of()),
                "AMsp/a");
    }

    @Test
    void a_start_without_joins_gives_one_empty_page() {
        assertThat(RosterRules.admit(SPEC, List.of(), List.of()))
                .containsExactly(new RosterPage(1, Tasks.NAME, 0, List.of()));
    }

    @Test
    void a_roster_admitted_in_steps_is_the_one_admitted_at_once() {
        List<Membership> joins = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            joins.add(Tasks.membership("AMsp/t" + (1_000 + i), new Evidence(0, i * 10_000_000L)));
        }
        List<RosterPage> pages = List.of();
        for (int first = 0; first < joins.size(); first += 100) {
            pages = RosterRules.admit(SPEC, pages, joins.subList(first, first + 100));
        }

        assertThat(pages).hasSize(3).isEqualTo(RosterRules.admit(SPEC, List.of(), joins));
    }

    @Test
    void who_is_admitted_again_is_taken_in_as_its_membership_now_stands() {
        List<RosterPage> pages = started("AMsp/a", "BMsp/b");

        assertThat(RosterRules.admit(SPEC, pages, List.of(Tasks.membership("AMsp/a"))))
                .isEqualTo(pages);
        assertThat(RosterRules.members(
                        RosterRules.admit(SPEC, pages, List.of(Tasks.membership("AMsp/a", new Evidence(1, 2))))))
                .containsExactly(Tasks.member("AMsp/a", new Evidence(1, 2)), Tasks.member("BMsp/b"));
    }

    @Test
    void members_start_with_their_prior_at_one_half() {
        List<RosterPage> pages = RosterRules.admit(
                SPEC, List.of(), List.of(Tasks.membership("AMsp/a", new Evidence(5, 7)), Tasks.membership("BMsp/b")));

        assertThat(RosterRules.members(pages))
                .containsExactly(Tasks.member("AMsp/a", new Evidence(5, 7)), Tasks.member("BMsp/b"));
    }

    @Test
    void verdicts_become_evidence_and_counts() {
        List<RosterPage> pages = started("AMsp/a", "BMsp/b", "CMsp/c", "DMsp/d", "EMsp/e");
        VersionRecord judged = version(
                4,
                List.of("AMsp/a", "BMsp/b", "CMsp/c", "DMsp/d"),
                List.of(
                        contributor("AMsp/a", INCLUDED),
                        contributor("BMsp/b", REJECTED),
                        contributor("CMsp/c", Verdict.UNAVAILABLE)));

        List<RosterMember> members =
                RosterRules.members(RosterRules.advance(SPEC, pages, judged, List.of(), List.of()));

        assertThat(members.get(0).evidence()).isEqualTo(new Evidence(800_000_000, 0));
        assertThat(members.get(0).counts()).isEqualTo(new RosterMember.Counts(1, 1, 0, 0, 0));
        assertThat(members.get(1).evidence()).isEqualTo(new Evidence(0, 1_200_000_000));
        assertThat(members.get(1).counts()).isEqualTo(new RosterMember.Counts(1, 0, 1, 0, 0));
        assertThat(members.get(2).evidence()).isEqualTo(Evidence.NONE);
        assertThat(members.get(2).counts()).isEqualTo(new RosterMember.Counts(1, 0, 0, 1, 0));
        assertThat(members.get(3).evidence()).isEqualTo(Evidence.NONE);
        assertThat(members.get(3).counts()).isEqualTo(new RosterMember.Counts(1, 0, 0, 0, 1));
        assertThat(members.get(4)).isEqualTo(Tasks.member("EMsp/e"));
    }

    @Test
    void rests_double_up_to_sixteen_versions_and_an_inclusion_clears_them() {
        List<RosterPage> pages = started("AMsp/a");
        long[] rests = {2, 4, 8, 16, 16, 16};
        long version = 0;
        for (int k = 0; k < rests.length; k++) {
            pages = k % 2 == 0 ? absent(pages, version) : outcome(pages, version, Verdict.UNAVAILABLE);
            assertThat(only(pages).absences()).isEqualTo(k + 1);
            assertThat(only(pages).restUntil()).isEqualTo(version + 1 + rests[k]);
            version = only(pages).restUntil();
        }
        pages = outcome(pages, version, REJECTED);
        assertThat(only(pages).absences()).isEqualTo(6);

        pages = outcome(pages, version + 1, INCLUDED);
        assertThat(only(pages).absences()).isZero();
        pages = absent(pages, version + 2);
        assertThat(only(pages).restUntil()).isEqualTo(version + 5);
    }

    @Test
    void a_newcomer_of_an_enterprise_with_rejections_starts_lower() {
        List<RosterPage> pages = outcome(started("AMsp/a", "BMsp/b"), 0, REJECTED);

        List<RosterMember> members = RosterRules.members(advance(
                pages, Map.of(), List.of(Tasks.membership("AMsp/new"), Tasks.membership("BMsp/new")), List.of()));

        assertThat(members.get(2).baseRateMicros()).isEqualTo(312_500);
        assertThat(members.get(3).baseRateMicros()).isEqualTo(500_000);
    }

    @Test
    void the_order_of_joins_changes_places_only() {
        List<Membership> joins =
                new ArrayList<>(List.of(Tasks.membership("AMsp/x", new Evidence(0, 9)), Tasks.membership("AMsp/y")));
        List<RosterPage> pages = started("AMsp/a");
        List<RosterMember> one = RosterRules.members(advance(pages, Map.of(), joins, List.of()));
        Collections.reverse(joins);

        assertThat(RosterRules.members(advance(pages, Map.of(), joins, List.of())))
                .containsExactlyInAnyOrderElementsOf(one);
    }

    @Test
    void leaving_and_joining_again_keeps_evidence_and_waits_like_a_newcomer() {
        List<RosterPage> pages = absent(outcome(started("AMsp/a"), 0, REJECTED), 1);
        RosterMember before = only(pages);
        pages = advance(pages, Map.of(), List.of(), List.of("AMsp/a"));
        assertThat(only(pages).left()).isTrue();

        pages = advance(pages, Map.of(), List.of(Tasks.membership("AMsp/a", new Evidence(99, 0))), List.of());

        assertThat(only(pages).restUntil()).isEqualTo(9);
        assertThat(only(pages).evidence()).isEqualTo(before.evidence());
        assertThat(only(pages).counts()).isEqualTo(before.counts());
        assertThat(only(pages).absences()).isEqualTo(before.absences());
    }

    @Test
    void who_comes_waits_for_a_version_whose_seed_nobody_knew_then() {
        List<RosterPage> pages = RosterRules.admit(
                SPEC,
                List.of(),
                List.of(Tasks.membership("AMsp/a"), Tasks.membership("BMsp/b").withAllotment(0)));

        List<RosterMember> members = RosterRules.members(advance(
                pages,
                Map.of(),
                List.of(Tasks.membership("BMsp/b").withAllotment(3), Tasks.membership("CMsp/new")),
                List.of()));

        // Version 7 was judged: the seed of version 8 has been known since it was closed.
        assertThat(members).extracting(RosterMember::restUntil).containsExactly(0L, 9L, 9L);
    }

    @Test
    void a_join_may_leave_in_the_same_advance() {
        List<RosterPage> pages =
                advance(started("AMsp/a"), Map.of(), List.of(Tasks.membership("BMsp/b")), List.of("BMsp/b"));

        assertThat(RosterRules.members(pages).get(1).left()).isTrue();
    }

    @Test
    void pages_fill_up_one_after_the_other_and_untouched_ones_stay_equal() {
        List<Membership> joins = IntStream.range(0, 300)
                .mapToObj(i -> Tasks.membership("AMsp/t" + (1_000 + i)))
                .toList();
        List<RosterPage> pages = RosterRules.admit(SPEC, List.of(), joins);
        assertThat(pages).extracting(p -> p.members().size()).containsExactly(256, 44);
        assertThat(pages).extracting(RosterPage::page).containsExactly(0, 1);

        List<RosterPage> after =
                advance(pages, Map.of("AMsp/t1299", INCLUDED), List.of(Tasks.membership("BMsp/b")), List.of());

        assertThat(after.get(0)).isEqualTo(pages.get(0));
        assertThat(after.get(1).members()).hasSize(45);
        assertThat(after.get(1).members().get(43).counts().included()).isEqualTo(1);
    }

    private static List<RosterPage> started(String... ids) {
        return RosterRules.admit(
                SPEC, List.of(), List.of(ids).stream().map(Tasks::membership).toList());
    }

    /** The first member is selected and gets this verdict. */
    private static List<RosterPage> outcome(List<RosterPage> pages, long version, Verdict verdict) {
        String id = RosterRules.members(pages).get(0).id();
        return RosterRules.advance(
                SPEC, pages, version(version, List.of(id), List.of(contributor(id, verdict))), List.of(), List.of());
    }

    /** The first member is selected and submits nothing. */
    private static List<RosterPage> absent(List<RosterPage> pages, long version) {
        String id = RosterRules.members(pages).get(0).id();
        return RosterRules.advance(SPEC, pages, version(version, List.of(id), List.of()), List.of(), List.of());
    }

    private static List<RosterPage> advance(
            List<RosterPage> pages, Map<String, Verdict> verdicts, List<Membership> joins, List<String> leaves) {
        List<String> selected = new TreeMap<>(verdicts).keySet().stream().toList();
        List<Contributor> contributors =
                selected.stream().map(id -> contributor(id, verdicts.get(id))).toList();
        return RosterRules.advance(SPEC, pages, version(7, selected, contributors), joins, leaves);
    }

    private static RosterMember only(List<RosterPage> pages) {
        return RosterRules.members(pages).get(0);
    }

    private static Contributor contributor(String id, Verdict verdict) {
        return new Contributor(id, Tasks.CID, 100, 10, 0, verdict);
    }

    private static VersionRecord version(long version, List<String> selected, List<Contributor> contributors) {
        return new VersionRecord(
                1,
                Tasks.NAME,
                version,
                Tasks.CID,
                VersionState.PUBLISHED,
                "ab".repeat(32),
                selected,
                0,
                60_000,
                0,
                1L,
                contributors,
                0,
                0);
    }

    private static void assertMismatch(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String provided) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusalException.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.ROSTER_MISMATCH))
                .hasMessageContaining("Provided value: " + provided);
    }
}
