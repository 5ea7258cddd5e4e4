package org.fedfabric.protocol.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.aggregation.Aggregate;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Progress;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.StopReason;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.Verdict.Reason;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.privacy.PrivacyLoss;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.selection.Beacon;
import org.fedfabric.protocol.task.Aggregation;
import org.fedfabric.protocol.task.Patience;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.Schedule;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Three enterprises with a member each, quorum 2, versions of 60 s, 5 versions, 2 extensions. */
class VersionRulesTest {
    private static final Privacy GAUSSIAN =
            new Privacy(Privacy.Mechanism.DISCRETE_GAUSSIAN, Privacy.Unit.PARTICIPANT, 1_000_000, 10_000);
    private static final TaskSpec SPEC = Tasks.spec();
    private static final List<RosterMember> MEMBERS =
            Stream.of("AMsp/a", "BMsp/b", "CMsp/c").map(Tasks::member).toList();
    private static final List<String> ALL = List.of("AMsp/a", "BMsp/b", "CMsp/c");
    private static final long OPENED = 1_767_225_600_000L;
    private static final long DEADLINE = OPENED + 60_000;
    private static final String NEW_CID = Tasks.CID.replace('k', 'm');
    private static final Verdict INCLUDED = new Verdict(Verdict.Outcome.INCLUDED, null, 1L, 2L);
    private static final Verdict REJECTED = Verdict.rejected(Reason.SCORE);

    private static VersionRecord head() {
        return VersionRules.first(SPEC, Tasks.CID, MEMBERS, OPENED, 693_148);
    }

    @Nested
    class The_clock {
        @ParameterizedTest
        @ValueSource(longs = {-2_001, 10_001, -86_400_000, 86_400_000})
        void refuses_a_timestamp_the_endorser_cannot_believe(long ahead) {
            assertRefused(() -> VersionRules.requireClock(OPENED, OPENED + ahead), RefusalCode.CLOCK_SKEW);
        }

        @ParameterizedTest
        @ValueSource(longs = {-2_000, 0, 10_000})
        void allows_skew_and_lag(long ahead) {
            VersionRules.requireClock(OPENED, OPENED + ahead);
        }
    }

    @Nested
    class The_first_version {
        @Test
        void is_refused_below_the_quorum() {
            assertRefused(
                    () -> VersionRules.first(SPEC, Tasks.CID, MEMBERS.subList(0, 1), OPENED, 0),
                    RefusalCode.TOO_FEW_PARTICIPANTS);
        }

        @Test
        void is_refused_with_too_few_enterprises() {
            List<RosterMember> same =
                    Stream.of("AMsp/a", "AMsp/b", "AMsp/c").map(Tasks::member).toList();

            assertRefused(() -> VersionRules.first(SPEC, Tasks.CID, same, OPENED, 0), RefusalCode.TOO_FEW_PARTICIPANTS);
        }

        @Test
        void collects_from_the_selected_until_its_deadline() {
            assertThat(head())
                    .isEqualTo(new VersionRecord(
                            1,
                            Tasks.NAME,
                            0,
                            Tasks.CID,
                            VersionState.COLLECTING,
                            SPEC.seed(),
                            ALL,
                            OPENED,
                            DEADLINE,
                            0,
                            null,
                            List.of(),
                            693_148,
                            0));
        }
    }

    @Nested
    class Close {
        @ParameterizedTest
        @EnumSource(
                value = VersionState.class,
                names = {"CLOSED", "PUBLISHED", "FINAL", "UNSEALING"})
        void is_refused_unless_the_version_collects(VersionState state) {
            assertRefused(() -> decide(head().in(state, List.of()), DEADLINE + 5_000, ALL), RefusalCode.NOT_COLLECTING);
        }

        @Test
        void refuses_submissions_for_another_version() {
            List<UpdateRecord> other = List.of(submission("AMsp/a", 1));

            assertThatThrownBy(() -> VersionRules.decideClose(SPEC, head(), other, MEMBERS, OPENED))
                    .hasMessageContaining("version 0 of pumps");
        }

        @Test
        void is_too_early_before_the_deadline_while_somebody_is_missing() {
            assertThat(decide(head(), DEADLINE + 1_999, List.of("AMsp/a", "CMsp/c")))
                    .isEqualTo(new CloseDecision.TooEarly(DEADLINE + 2_000));
            assertThat(decide(head(), OPENED, List.of())).isEqualTo(new CloseDecision.TooEarly(DEADLINE + 2_000));
        }

        @Test
        void happens_at_once_when_all_have_submitted() {
            VersionRecord closed = closed(OPENED + 1, ALL);

            assertThat(closed.state()).isEqualTo(VersionState.CLOSED);
            assertThat(closed.closedMillis()).isEqualTo(OPENED + 1);
            assertThat(closed.contributors())
                    .containsExactly(
                            new Contributor("AMsp/a", Tasks.CID, 412, 10, null, null),
                            new Contributor("BMsp/b", Tasks.CID, 412, 10, null, null),
                            new Contributor("CMsp/c", Tasks.CID, 412, 10, null, null));
        }

        @Test
        void happens_with_the_quorum_once_deadline_and_skew_have_passed() {
            assertThat(closed(DEADLINE + 2_000, List.of("CMsp/c", "AMsp/a")).contributors())
                    .extracting(Contributor::id)
                    .containsExactly("AMsp/a", "CMsp/c");
        }

        @Test
        void does_not_count_who_was_not_selected() {
            assertThat(decide(head(), DEADLINE + 2_000, List.of("AMsp/a", "ZMsp/z")))
                    .isInstanceOf(CloseDecision.Extend.class);
        }

        @Test
        void extends_below_the_quorum_and_stops_after_two_extensions() {
            VersionRecord version = head();
            for (int extension = 1; extension <= 2; extension++) {
                CloseDecision decision = decide(version, version.deadlineMillis() + 2_000, List.of("AMsp/a"));
                version = ((CloseDecision.Extend) decision).extended();
                assertThat(version.extensions()).isEqualTo(extension);
                assertThat(version.deadlineMillis()).isEqualTo(DEADLINE + extension * 60_000L);
                assertThat(version.state()).isEqualTo(VersionState.COLLECTING);
            }

            CloseDecision decision = decide(version, version.deadlineMillis() + 2_000, List.of("AMsp/a"));

            assertThat(decision)
                    .isInstanceOfSatisfying(
                            CloseDecision.Stop.class,
                            stop -> assertThat(stop.ended().state()).isEqualTo(VersionState.FINAL));
        }

        @Test
        void does_not_count_an_extension_after_nobody_could_close_for_a_whole_duration() {
            VersionRecord extended = head().extended(DEADLINE).extended(DEADLINE);
            long back = DEADLINE + 2_000 + 60_000;

            CloseDecision decision = decide(extended, back, List.of("AMsp/a"));

            VersionRecord postponed = ((CloseDecision.Extend) decision).extended();
            assertThat(postponed.extensions()).isEqualTo(2);
            assertThat(postponed.deadlineMillis()).isEqualTo(back + 60_000);
            assertThat(decide(extended, back - 1, List.of("AMsp/a"))).isInstanceOf(CloseDecision.Stop.class);
            assertThat(decide(postponed, postponed.deadlineMillis() + 2_000, List.of("AMsp/a")))
                    .isInstanceOf(CloseDecision.Stop.class);
        }

        @Test
        void happens_after_a_long_silence_if_the_quorum_is_in() {
            assertThat(closed(DEADLINE + 86_400_000, List.of("AMsp/a", "BMsp/b"))
                            .contributors())
                    .hasSize(2);
        }
    }

    @Nested
    class Judged {
        @Test
        void is_refused_before_close() {
            assertRefused(() -> VersionRules.judged(SPEC, head(), Map.of()), RefusalCode.NOT_CLOSED);
        }

        @Test
        void needs_a_verdict_on_everybody() {
            assertThatThrownBy(() -> VersionRules.judged(SPEC, closed(OPENED, ALL), Map.of("AMsp/a", INCLUDED)))
                    .hasMessageContaining("verdict on BMsp/b");
        }

        @ParameterizedTest
        @CsvSource({"-1, false", "0, true"})
        void names_nobody_unavailable_before_deadline_and_skew(long late, boolean allowed) {
            ThrowingCallable call =
                    () -> VersionRules.requireMayBeUnavailable(closed(OPENED, ALL), DEADLINE + 2_000 + late);
            if (allowed) {
                org.assertj.core.api.Assertions.assertThatCode(call).doesNotThrowAnyException();
            } else {
                assertRefused(call, RefusalCode.NOT_YET_UNAVAILABLE);
            }
        }

        @Test
        void weighs_the_included_only() {
            VersionRecord judged = judged(closed(OPENED, ALL), Map.of("BMsp/b", REJECTED));

            assertThat(judged.state()).isEqualTo(VersionState.PUBLISHED);
            assertThat(judged.contributors())
                    .extracting(Contributor::weight)
                    .containsExactly(Contributor.WHOLE, 0, Contributor.WHOLE);
            assertThat(judged.contributors())
                    .extracting(Contributor::verdict)
                    .containsExactly(INCLUDED, REJECTED, INCLUDED);
        }

        @Test
        void is_fruitless_with_too_few_updates_or_enterprises() {
            VersionRecord tooFew =
                    judged(closed(OPENED, ALL), Map.of("BMsp/b", REJECTED, "CMsp/c", Verdict.UNAVAILABLE));

            assertThat(VersionRules.isFruitful(SPEC, tooFew.contributors())).isFalse();
            assertThat(tooFew.contributors()).extracting(Contributor::weight).containsOnly(0);
            TaskSpec three = new Tasks().quotas(0, 3).build();
            assertThat(VersionRules.isFruitful(
                            three,
                            judged(closed(OPENED, ALL), Map.of("BMsp/b", REJECTED))
                                    .contributors()))
                    .isFalse();
        }
    }

    @Nested
    class Aggregated {
        private static final TaskSpec MEDIAN = new Tasks()
                .aggregation(Aggregation.of(Aggregation.Rule.MEDIAN))
                .quotas(0, 3)
                .schedule(Schedule.synchronous(5, 3, 60))
                .build();

        private static final Verdict LEFT_OUT = INCLUDED.aggregated(false, 7L);

        private static VersionRecord judged(Map<String, Verdict> verdicts) {
            return VersionRules.judged(MEDIAN, closed(OPENED, ALL), verdicts);
        }

        @Test
        void needs_a_part_for_each_included_update() {
            VersionRecord judged = VersionRulesTest.judged(closed(OPENED, ALL), Map.of("BMsp/b", REJECTED));

            assertThatThrownBy(() ->
                            VersionRules.aggregated(judged, Collections.nCopies(3, new Aggregate.Part(true, null))))
                    .hasMessageContaining("must have one part in the aggregate. Provided value: 3");
        }

        @Test
        void what_the_rule_left_out_weighs_nothing_and_what_it_measured_is_recorded() {
            VersionRecord judged = VersionRulesTest.judged(closed(OPENED, ALL), Map.of("BMsp/b", REJECTED));

            VersionRecord aggregated = VersionRules.aggregated(
                    judged, List.of(new Aggregate.Part(true, 5L), new Aggregate.Part(false, 7L)));

            assertThat(aggregated.contributors())
                    .extracting(Contributor::weight)
                    .containsExactly(Contributor.WHOLE, 0, 0);
            assertThat(aggregated.contributors())
                    .extracting(Contributor::verdict)
                    .containsExactly(INCLUDED.aggregated(true, 5L), REJECTED, LEFT_OUT);
            assertThat(LEFT_OUT.outcome()).isEqualTo(Verdict.Outcome.OUTVOTED);
            assertThat(LEFT_OUT.measureMicros()).isEqualTo(7);
        }

        @Test
        void the_outvoted_count_towards_the_quorum() {
            VersionRecord judged = judged(Map.of("AMsp/a", INCLUDED, "BMsp/b", INCLUDED, "CMsp/c", INCLUDED));
            VersionRecord aggregated = VersionRules.aggregated(
                    judged,
                    List.of(
                            new Aggregate.Part(true, null),
                            new Aggregate.Part(false, 7L),
                            new Aggregate.Part(true, null)));

            assertThat(VersionRules.isFruitful(MEDIAN, aggregated.contributors()))
                    .isTrue();
        }

        @Test
        void recorded_verdicts_give_the_recorded_version_again() {
            VersionRecord again = judged(Map.of("AMsp/a", INCLUDED, "BMsp/b", LEFT_OUT, "CMsp/c", INCLUDED));

            assertThat(again.contributors())
                    .extracting(Contributor::weight)
                    .containsExactly(Contributor.WHOLE, 0, Contributor.WHOLE);
        }
    }

    @Nested
    class Next {
        @Test
        void refuses_another_model_after_a_fruitless_version() {
            assertRefused(() -> fruitless(head(), NEW_CID), RefusalCode.AGGREGATE_MISMATCH);
        }

        @Test
        void needs_a_preimage_of_every_contributor() {
            VersionRecord judged = judged(closed(OPENED, ALL), Map.of());

            assertThatThrownBy(() -> VersionRules.next(SPEC, judged, NEW_CID, preimages(2), MEMBERS, OPENED, 0))
                    .hasMessageContaining("Each of 3 contributors");
        }

        @Test
        void opens_with_the_next_seed_and_a_new_selection() {
            VersionRecord judged = judged(closed(OPENED, ALL), Map.of());
            List<RosterMember> after =
                    Stream.of("AMsp/a", "BMsp/b", "DMsp/d").map(Tasks::member).toList();

            VersionRecord next = VersionRules.next(SPEC, judged, NEW_CID, preimages(3), after, OPENED + 9_000, 500_000);

            assertThat(next)
                    .isEqualTo(new VersionRecord(
                            1,
                            Tasks.NAME,
                            1,
                            NEW_CID,
                            VersionState.COLLECTING,
                            Beacon.after(judged, preimages(3)),
                            List.of("AMsp/a", "BMsp/b", "DMsp/d"),
                            OPENED + 9_000,
                            OPENED + 69_000,
                            0,
                            null,
                            List.of(),
                            500_000,
                            0));
            assertThat(VersionRules.taskAfter(running(SPEC), next, MEMBERS)).isEqualTo(running(SPEC));
        }

        @Test
        void a_rejected_update_counts_for_the_seed_too() {
            VersionRecord all = judged(closed(OPENED, ALL), Map.of());
            VersionRecord one = judged(closed(OPENED, ALL), Map.of("AMsp/a", REJECTED));

            assertThat(VersionRules.next(SPEC, one, NEW_CID, preimages(3), MEMBERS, OPENED, 0)
                            .seed())
                    .isEqualTo(VersionRules.next(SPEC, all, NEW_CID, preimages(3), MEMBERS, OPENED, 0)
                            .seed());
        }

        @Test
        void the_last_version_completes_the_task_and_collects_nothing() {
            TaskSpec one = new Tasks().schedule(Schedule.synchronous(1, 2, 60)).build();
            VersionRecord last = VersionRules.next(
                    one, judged(closed(OPENED, ALL), Map.of()), NEW_CID, preimages(3), MEMBERS, OPENED, 0);

            assertThat(last.state()).isEqualTo(VersionState.FINAL);
            assertThat(last.selected()).isEmpty();
            assertThat(VersionRules.taskAfter(running(one), last, MEMBERS))
                    .isEqualTo(running(one).in(TaskState.COMPLETED, null));
        }

        @Test
        void three_fruitless_versions_in_a_row_stop_the_task() {
            VersionRecord version = head();
            for (int i = 1; i <= 3; i++) {
                assertThat(version.state()).isEqualTo(VersionState.COLLECTING);
                version = fruitless(version, Tasks.CID);
                assertThat(version.fruitless()).isEqualTo(i);
            }

            assertThat(version.state()).isEqualTo(VersionState.FINAL);
            assertThat(VersionRules.taskAfter(running(SPEC), version, MEMBERS))
                    .isEqualTo(running(SPEC).in(TaskState.STOPPED, StopReason.FRUITLESS));
        }

        @Test
        void a_version_for_which_too_few_can_be_selected_stops_the_task() {
            VersionRecord next = VersionRules.next(
                    SPEC,
                    judged(closed(OPENED, ALL), Map.of()),
                    NEW_CID,
                    preimages(3),
                    MEMBERS.subList(0, 1),
                    OPENED,
                    0);

            assertThat(next.state()).isEqualTo(VersionState.FINAL);
            assertThat(next.modelCid()).isEqualTo(NEW_CID);
            assertThat(VersionRules.taskAfter(running(SPEC), next, MEMBERS))
                    .isEqualTo(running(SPEC).in(TaskState.STOPPED, StopReason.QUORUM));
        }

        @Test
        void a_task_whose_members_have_spent_their_budgets_stops_for_that() {
            TaskSpec noised = new Tasks().privacy(GAUSSIAN).build();
            List<RosterMember> spent =
                    MEMBERS.stream().map(member -> member.withAllotment(0)).toList();
            VersionRecord next = VersionRules.next(
                    noised, judged(closed(OPENED, ALL), Map.of()), NEW_CID, preimages(3), spent, OPENED, 0);

            assertThat(next.state()).isEqualTo(VersionState.FINAL);
            assertThat(VersionRules.taskAfter(running(noised), next, spent))
                    .isEqualTo(running(noised).in(TaskState.STOPPED, StopReason.BUDGET));
            List<RosterMember> one = spent.subList(0, 1);
            assertThat(VersionRules.taskAfter(running(noised), next, one).stopReason())
                    .as("with all the budget in the world one is too few")
                    .isEqualTo(StopReason.QUORUM);
        }

        @Test
        void nobody_pays_for_a_version_of_too_few_enterprises() {
            TaskSpec noised = new Tasks().privacy(GAUSSIAN).build();
            List<RosterMember> members = Stream.of("AMsp/a", "AMsp/b", "BMsp/c")
                    .map(id -> Tasks.member(id).withAllotment(id.startsWith("A") ? 1 : 0))
                    .toList();
            VersionRecord judged = judged(closed(OPENED, ALL), Map.of());

            VersionRecord next = VersionRules.next(noised, judged, NEW_CID, preimages(3), members, OPENED, 0);

            assertThat(next.state()).isEqualTo(VersionState.FINAL);
            assertThat(VersionRules.taskAfter(running(noised), next, members).stopReason())
                    .isEqualTo(StopReason.BUDGET);
        }

        @Test
        void a_task_that_gets_no_further_has_converged() {
            TaskSpec patient = new Tasks()
                    .schedule(Schedule.synchronous(9, 2, 60).until(new Patience(2, 1_000)))
                    .build();
            VersionRecord version = VersionRules.first(patient, Tasks.CID, MEMBERS, OPENED, 700_000);
            assertThat(version.progress()).isEqualTo(new Progress(700_000, 0));
            // Each step alone is less than a thousandth; both together are more.
            long[] scores = {699_500, 698_900, 698_000, 697_901};
            int[] waited = {1, 0, 1, 2};
            for (int i = 0; i < scores.length; i++) {
                assertThat(version.state()).isEqualTo(VersionState.COLLECTING);
                version = VersionRules.next(
                        patient,
                        judged(close(version, OPENED, ALL), Map.of()),
                        NEW_CID,
                        preimages(3),
                        MEMBERS,
                        OPENED,
                        scores[i]);
                assertThat(version.progress().waited()).isEqualTo(waited[i]);
            }
            assertThat(version.state()).isEqualTo(VersionState.FINAL);
            assertThat(VersionRules.taskAfter(running(patient), version, MEMBERS))
                    .isEqualTo(running(patient).in(TaskState.COMPLETED, StopReason.CONVERGED));
        }

        @Test
        void withholding_updates_uses_up_nobodys_patience() {
            TaskSpec patient = new Tasks()
                    .schedule(Schedule.synchronous(9, 2, 60).until(new Patience(1, 1_000)))
                    .build();
            VersionRecord first = VersionRules.first(patient, Tasks.CID, MEMBERS, OPENED, 700_000);
            Map<String, Verdict> refused = Map.of("AMsp/a", REJECTED, "BMsp/b", REJECTED, "CMsp/c", REJECTED);

            VersionRecord next = VersionRules.next(
                    patient,
                    judged(close(first, OPENED, ALL), refused),
                    Tasks.CID,
                    preimages(3),
                    MEMBERS,
                    OPENED,
                    700_000);

            assertThat(next.fruitless()).isEqualTo(1);
            assertThat(next.progress()).isEqualTo(first.progress());
            assertThat(next.state()).isEqualTo(VersionState.COLLECTING);
        }

        @Test
        void a_fruitful_version_clears_the_count() {
            VersionRecord once = fruitless(head(), Tasks.CID);
            VersionRecord judged = judged(close(once, OPENED, ALL), Map.of());

            assertThat(VersionRules.next(SPEC, judged, NEW_CID, preimages(3), MEMBERS, OPENED, 0)
                            .fruitless())
                    .isZero();
        }

        @Test
        void a_task_that_has_ended_cannot_end_again() {
            TaskRecord stopped = running(SPEC).in(TaskState.STOPPED, StopReason.REQUESTED);
            VersionRecord last = fruitless(fruitless(fruitless(head(), Tasks.CID), Tasks.CID), Tasks.CID);

            assertRefused(() -> VersionRules.taskAfter(stopped, last, MEMBERS), RefusalCode.WRONG_TASK_STATE);
        }
    }

    private static VersionRecord fruitless(VersionRecord version, String cid) {
        Map<String, Verdict> rejected = ALL.stream().collect(Collectors.toMap(id -> id, id -> REJECTED));
        return VersionRules.next(
                SPEC, judged(close(version, OPENED, ALL), rejected), cid, preimages(3), MEMBERS, OPENED, 693_148);
    }

    private static VersionRecord judged(VersionRecord closed, Map<String, Verdict> otherVerdicts) {
        Map<String, Verdict> verdicts = new TreeMap<>();
        closed.contributors().forEach(c -> verdicts.put(c.id(), INCLUDED));
        verdicts.putAll(otherVerdicts);
        return VersionRules.judged(SPEC, closed, verdicts);
    }

    private static VersionRecord closed(long nowMillis, List<String> submitted) {
        return close(head(), nowMillis, submitted);
    }

    private static VersionRecord close(VersionRecord version, long nowMillis, List<String> submitted) {
        return ((CloseDecision.Close) decide(version, nowMillis, submitted)).closed();
    }

    private static CloseDecision decide(VersionRecord version, long nowMillis, List<String> submitted) {
        return VersionRules.decideClose(
                SPEC,
                version,
                submitted.stream().map(id -> submission(id, version.version())).toList(),
                MEMBERS,
                nowMillis);
    }

    private static UpdateRecord submission(String id, long base) {
        return new UpdateRecord(
                1,
                Tasks.NAME,
                base,
                id,
                new Submission(1, Tasks.CID, 412, Submission.DENSE_INT32, Submission.NO_NOISE, "11".repeat(32)),
                PrivacyLoss.NONE,
                OPENED);
    }

    private static List<String> preimages(int count) {
        return List.of("11".repeat(32), "22".repeat(32), "33".repeat(32)).subList(0, count);
    }

    private static TaskRecord running(TaskSpec spec) {
        return new TaskRecord(1, spec, spec.digest(), "AMsp/desk", TaskState.RUNNING, null, null);
    }

    private static void assertRefused(ThrowingCallable call, RefusalCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusalException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining("Provided value: ");
    }
}
