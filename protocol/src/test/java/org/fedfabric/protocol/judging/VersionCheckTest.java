package org.fedfabric.protocol.judging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.Verdict.Outcome;
import org.fedfabric.protocol.ledger.Verdict.Reason;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.protocol.round.VersionRules;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.UpdateCheck;
import org.junit.jupiter.api.Test;

/** Ten updates of 5,010 integers that share a direction: each is the same vector plus as much of its own. */
class VersionCheckTest {
    private static final int COUNT = 10;
    private static final int ROWS_LOG2 = 12;
    private static final int STEP = 100;

    /** Of help: .2 nat better than its opposite; its own labels lead. */
    private static final Verdict HELPS = sound(200_000, 300_000);

    /** Of as much help, but other classes' labels lead. */
    private static final Verdict TRAILS = sound(200_000, -500_000);

    /** Rows of everybody else where one participant has more. */
    private static final int FEWER_ROWS_LOG2 = 2;

    private final Random random = new Random(9);
    private final TaskSpec spec = task().check(UpdateCheck.agreeing()).build();
    private final int parameters = spec.model().parameterCount();
    private final int[] common = drawn(STEP);
    private final Map<String, int[]> values = new LinkedHashMap<>();
    private final Map<String, Verdict> verdicts = new LinkedHashMap<>();

    VersionCheckTest() {
        for (int i = 0; i < COUNT; i++) {
            put(i, plus(common, drawn(STEP)), HELPS);
        }
    }

    @Test
    void includes_updates_that_agree() {
        assertThat(together(spec)).isEqualTo(verdicts);
    }

    @Test
    void includes_updates_that_hardly_agree_as_near_convergence() {
        for (int i = 0; i < COUNT; i++) {
            int[] own = drawn(STEP);
            for (int j = 0; j < parameters; j++) {
                own[j] += common[j] / 4;
            }
            put(i, own, HELPS);
        }

        assertThat(together(spec)).isEqualTo(verdicts);
    }

    @Test
    void refuses_noise_that_harms_nobody() {
        put(3, drawn(STEP), sound(0, 0));
        put(7, drawn(1), sound(0, 0));

        assertThat(reasons(spec)).isEqualTo(Map.of(id(3), Reason.UNRELATED, id(7), Reason.UNRELATED));
    }

    @Test
    void refuses_what_points_backwards_even_of_a_majority() {
        for (int i = 0; i < 6; i++) {
            put(i, negative(values.get(id(i))), sound(-200_000, -300_000));
        }

        assertThat(reasons(spec).values()).containsOnly(Reason.AGAINST).hasSize(6);
        assertThat(reasons(spec)).containsOnlyKeys(id(0), id(1), id(2), id(3), id(4), id(5));
    }

    /** Gain is cheap: last weights made larger change no label, and their opposite forgets all of them. */
    @Test
    void two_with_more_gain_than_all_others_together_do_not_turn_the_version_around() {
        for (int i = 0; i < COUNT; i++) {
            // Cosines of about .13 among the honest, and of −.28 with the two.
            boolean honest = i >= 2;
            double share = honest ? 0.387 : -1.234;
            int[] own = drawn(STEP);
            for (int j = 0; j < parameters; j++) {
                own[j] += (int) Math.rint(share * common[j]);
            }
            put(i, own, honest ? sound(300_000, 300_000) : sound(1_000_000, 300_000));
        }

        assertThat(reasons(spec)).isEqualTo(Map.of(id(0), Reason.AGAINST, id(1), Reason.AGAINST));
    }

    @Test
    void refuses_who_stands_aside_where_the_others_agree_well() {
        int[] aside = drawn(STEP);
        for (int j = 0; j < parameters; j++) {
            aside[j] += common[j] / 4;
        }
        put(0, aside, HELPS);

        assertThat(reasons(spec)).isEqualTo(Map.of(id(0), Reason.AGAINST));
    }

    @Test
    void refuses_a_long_update_whose_own_labels_trail() {
        put(1, times(2, values.get(id(1))), sound(200_000, -500_000));
        put(2, times(2, values.get(id(2))), HELPS);
        put(4, values.get(id(4)), sound(200_000, -500_000));

        assertThat(reasons(spec)).isEqualTo(Map.of(id(1), Reason.DISPROPORTIONATE));
    }

    /** The median of the others' lengths times 1.5 is the limit, twice that for four times as many rows. */
    @Test
    void who_has_more_rows_may_take_more_steps() {
        allTrail();
        put(1, longer(2.5, 2), TRAILS);

        assertThat(reasonsWhereOneHas(2)).isEmpty();

        put(1, longer(3.3, 2), TRAILS);

        assertThat(reasonsWhereOneHas(2)).isEqualTo(Map.of(id(1), Reason.DISPROPORTIONATE));
    }

    @Test
    void a_claim_of_many_more_rows_buys_no_more_room_than_four_times_as_many() {
        allTrail();
        for (int claimed = 3; claimed <= 8; claimed++) {
            put(1, longer(2.5, claimed), TRAILS);

            assertThat(reasonsWhereOneHas(claimed)).isEmpty();

            put(1, longer(3.3, claimed), TRAILS);

            assertThat(reasonsWhereOneHas(claimed)).isEqualTo(Map.of(id(1), Reason.DISPROPORTIONATE));
        }
    }

    @Test
    void participants_of_few_classes_need_not_agree() {
        TaskSpec fewClasses = task().check(UpdateCheck.fewClasses(COUNT, 10)).build();
        put(0, negative(values.get(id(0))), HELPS);
        put(1, drawn(STEP), HELPS);

        assertThat(reasons(fewClasses)).isEqualTo(Map.of(id(1), Reason.UNRELATED));
    }

    @Test
    void four_updates_are_too_few_to_compare() {
        for (int i = 4; i < COUNT; i++) {
            values.remove(id(i));
            verdicts.remove(id(i));
        }
        put(0, drawn(STEP), HELPS);

        assertThat(reasons(spec)).isEmpty();
    }

    @Test
    void what_was_refused_or_withheld_is_no_company() {
        put(0, drawn(STEP), HELPS);
        verdicts.put(id(1), Verdict.rejected(Reason.SCORE));
        verdicts.put(id(2), Verdict.UNAVAILABLE);
        values.remove(id(1));
        values.remove(id(2));

        Map<String, Verdict> together = together(spec);

        assertThat(together.get(id(0)).reason()).isEqualTo(Reason.UNRELATED);
        assertThat(together.get(id(1))).isEqualTo(Verdict.rejected(Reason.SCORE));
        assertThat(together.get(id(2))).isEqualTo(Verdict.UNAVAILABLE);
    }

    @Test
    void other_checks_and_noise_compare_nothing() {
        put(0, drawn(STEP), HELPS);
        Privacy noise = new Privacy(Privacy.Mechanism.DISCRETE_GAUSSIAN, Privacy.Unit.PARTICIPANT, 1_000_000, 10_000);

        assertThat(reasons(task().check(UpdateCheck.crossEntropy()).build())).isEmpty();
        assertThat(reasons(task().check(UpdateCheck.agreeing()).privacy(noise).build()))
                .isEmpty();
    }

    @Test
    void many_updates_are_compared_in_groups() {
        for (int i = 0; i < 150; i++) {
            put(i, plus(common, drawn(STEP)), HELPS);
        }
        put(77, drawn(STEP), HELPS);

        assertThat(reasons(spec)).isEqualTo(Map.of(id(77), Reason.UNRELATED));
    }

    @Test
    void says_which_refusals_no_bytes_could_give() {
        TaskSpec fewClasses = task().check(UpdateCheck.fewClasses(COUNT, 10)).build();
        TaskSpec small = new Tasks().check(UpdateCheck.agreeing()).build();
        Privacy noise = new Privacy(Privacy.Mechanism.DISCRETE_GAUSSIAN, Privacy.Unit.PARTICIPANT, 1_000_000, 10_000);
        Verdict against = HELPS.rejectedBesideOthers(Reason.AGAINST);
        Verdict unrelated = HELPS.rejectedBesideOthers(Reason.UNRELATED);

        assertThat(VersionCheck.canGive(spec, against, 5)).isTrue();
        assertThat(VersionCheck.canGive(spec, against, 4)).isFalse();
        assertThat(VersionCheck.canGive(fewClasses, against, 5)).isFalse();
        assertThat(VersionCheck.canGive(
                        task().check(UpdateCheck.agreeing()).privacy(noise).build(), against, 5))
                .isFalse();
        assertThat(VersionCheck.canGive(task().check(UpdateCheck.crossEntropy()).build(), against, 5))
                .isFalse();
        assertThat(VersionCheck.canGive(fewClasses, unrelated, 5)).isTrue();
        assertThat(VersionCheck.canGive(fewClasses, unrelated, 4)).isFalse();
        assertThat(small.model().parameterCount()).isLessThan(4_096);
        assertThat(VersionCheck.canGive(small, unrelated, 5)).isFalse();
        assertThat(VersionCheck.canGive(spec, HELPS.rejectedBesideOthers(Reason.DISPROPORTIONATE), 5))
                .isFalse();
        assertThat(VersionCheck.canGive(spec, TRAILS.rejectedBesideOthers(Reason.DISPROPORTIONATE), 5))
                .isTrue();
        assertThat(VersionCheck.canGive(fewClasses, TRAILS.rejectedBesideOthers(Reason.DISPROPORTIONATE), 5))
                .as("half a push behind is usual there")
                .isFalse();
        assertThat(VersionCheck.canGive(spec, HELPS.refusedFor(Reason.SCORE), 5))
                .isFalse();
        assertThat(VersionCheck.canGive(spec, HELPS, 5)).isFalse();
        assertThat(VersionCheck.canGive(spec, Verdict.rejected(Reason.AGAINST), 5))
                .as("never scored")
                .isFalse();
    }

    private static Tasks task() {
        return new Tasks()
                .model(ModelSpec.of(Shape.flat(500), new Layer.Dense(10), new Layer.Softmax()))
                .validationRows(100);
    }

    private static Verdict sound(long gainMicros, long leadMicros) {
        return new Verdict(Outcome.INCLUDED, null, 1_000_000L, 1_100_000L).beside(1_000_000 + gainMicros, leadMicros);
    }

    private static String id(int i) {
        return String.format("%cMsp/p%03d", 'A' + i % 3, i);
    }

    private void put(int i, int[] update, Verdict verdict) {
        values.put(id(i), update);
        verdicts.put(id(i), verdict);
    }

    private void allTrail() {
        for (int i = 0; i < COUNT; i++) {
            put(i, values.get(id(i)), TRAILS);
        }
    }

    /** Integers of an update this many times as long as an other's, with the weight of 2^rowsLog2 times as many rows. */
    private int[] longer(double factor, int rowsLog2) {
        return IntStream.of(values.get(id(2)))
                .map(v -> (int) Math.rint(factor * v * (1 << rowsLog2)))
                .toArray();
    }

    /** Refused where the second participant claims 2^moreLog2 times as many rows as everybody else. */
    private Map<String, Reason> reasonsWhereOneHas(int moreLog2) {
        return reasons(spec, i -> FEWER_ROWS_LOG2 + (i == 1 ? moreLog2 : 0));
    }

    private Map<String, Reason> reasons(TaskSpec task) {
        return reasons(task, i -> ROWS_LOG2);
    }

    private Map<String, Reason> reasons(TaskSpec task, java.util.function.IntUnaryOperator rowsLog2) {
        Map<String, Reason> reasons = new LinkedHashMap<>();
        together(task, rowsLog2).forEach((id, verdict) -> {
            if (verdict.outcome() == Outcome.REJECTED) {
                reasons.put(id, verdict.reason());
            }
        });
        return reasons;
    }

    private Map<String, Verdict> together(TaskSpec task) {
        return together(task, i -> ROWS_LOG2);
    }

    private Map<String, Verdict> together(TaskSpec task, java.util.function.IntUnaryOperator rowsLog2) {
        List<String> ids = verdicts.keySet().stream().sorted().toList();
        List<Contributor> contributors = new ArrayList<>();
        for (String id : ids) {
            int i = Integer.parseInt(id.substring(id.length() - 3));
            contributors.add(new Contributor(id, Tasks.CID, 1_000, rowsLog2.applyAsInt(i), null, null));
        }
        VersionRecord closed = VersionRules.first(
                        task, Tasks.CID, ids.stream().map(Tasks::member).toList(), 1_767_225_600_000L, 1_100_000)
                .in(VersionState.CLOSED, contributors);
        VersionRecord judged = VersionRules.judged(task, closed, verdicts);
        Map<String, Verdict> together = new LinkedHashMap<>();
        VersionCheck.together(task, closed, judged, values)
                .contributors()
                .forEach(contributor -> together.put(contributor.id(), contributor.verdict()));
        int sound = (int) verdicts.values().stream().filter(Verdict::isSound).count();
        assertThat(together.values())
                .filteredOn(
                        verdict -> verdict.reason() != null && verdict.reason().isBesideOthers())
                .allMatch(verdict -> VersionCheck.canGive(task, verdict, sound));
        return together;
    }

    private int[] drawn(int size) {
        return IntStream.range(0, parameters)
                .map(j -> (int) Math.rint(size * random.nextGaussian() * 10))
                .toArray();
    }

    private static int[] plus(int[] a, int[] b) {
        return IntStream.range(0, a.length).map(j -> a[j] + b[j]).toArray();
    }

    private static int[] times(int factor, int[] a) {
        return IntStream.of(a).map(v -> factor * v).toArray();
    }

    private static int[] negative(int[] a) {
        return times(-1, a);
    }
}
