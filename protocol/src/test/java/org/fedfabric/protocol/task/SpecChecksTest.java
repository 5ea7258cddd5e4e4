package org.fedfabric.protocol.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SpecChecksTest {
    static Stream<Arguments> unsupported() {
        return Stream.of(
                Arguments.of(
                        new Tasks().rules(TaskSpec.RULES - 1),
                        "rules must be " + TaskSpec.RULES + ". Provided value: " + (TaskSpec.RULES - 1)),
                Arguments.of(
                        new Tasks().rules(TaskSpec.RULES + 1),
                        "rules must be " + TaskSpec.RULES + ". Provided value: " + (TaskSpec.RULES + 1)),
                Arguments.of(
                        new Tasks().protection(Protection.PAILLIER),
                        "protection must be PLAIN. Provided value: PAILLIER"),
                Arguments.of(new Tasks().protection(Protection.RLWE), "Provided value: RLWE"),
                Arguments.of(new Tasks().tier(Tier.EDGE), "tier must be FLAT. Provided value: EDGE"),
                Arguments.of(new Tasks().tier(Tier.CLOUD), "Provided value: CLOUD"),
                Arguments.of(
                        new Tasks()
                                .privacy(new Privacy(
                                        Privacy.Mechanism.DISCRETE_GAUSSIAN, Privacy.Unit.RECORD, 1_000_000, 10_000)),
                        "privacy unit must be PARTICIPANT (noise is added to whole updates, not to training steps)."
                                + " Provided value: RECORD"),
                Arguments.of(
                        new Tasks().aggregation(new Aggregation(Aggregation.Rule.WEIGHTED_MEAN, 500_000)),
                        "serverRateMicros must be 1,000,000 in a synchronous task. Provided value: 500000"),
                Arguments.of(
                        new Tasks().schedule(new Schedule(5, 2, 60, 2, 4, 0, 15)),
                        "maxStaleness must be 0 (synchronous). Provided value: 4"),
                Arguments.of(
                        new Tasks().schedule(new Schedule(5, 2, 60, 2, 0, 10, 15)),
                        "bufferSize must be 0 (synchronous). Provided value: 10"));
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void refuses_by_name_what_this_version_does_not_have(Tasks task, String message) {
        assertRefused(task.build(), Tasks.validation(), RefusalCode.NOT_SUPPORTED, message);
    }

    static Stream<Arguments> impossible() {
        Selection two = Selection.all().withCount(2);
        return Stream.of(
                Arguments.of(
                        new Tasks().schedule(Schedule.synchronous(5, 3, 60)).selection(two),
                        "quorum must be at most the 2 selected in a version. Provided value: 3"),
                Arguments.of(
                        voting(Aggregation.Rule.MULTI_KRUM, 4, 3),
                        "MULTI_KRUM needs n ≥ 2f + 3 updates to bear f bad ones, so quorum must be at least 5. Provided"
                                + " value: 4"),
                Arguments.of(
                        voting(Aggregation.Rule.MEDIAN, 2, 3),
                        "MEDIAN bears a bad update among three, so quorum must be" + " at least 3. Provided value: 2"),
                Arguments.of(voting(Aggregation.Rule.TRIMMED_MEAN, 2, 3), "quorum must be at least 3"),
                Arguments.of(voting(Aggregation.Rule.GEOMETRIC_MEDIAN, 2, 3), "quorum must be at least 3"),
                Arguments.of(voting(Aggregation.Rule.CENTRED_CLIPPING, 2, 3), "quorum must be at least 3"),
                Arguments.of(voting(Aggregation.Rule.GEOMETRIC_MEDIAN, 3, 2), "minEnterprises must be at least 3"),
                Arguments.of(voting(Aggregation.Rule.CENTRED_CLIPPING, 3, 2), "minEnterprises must be at least 3"),
                Arguments.of(
                        voting(Aggregation.Rule.MEDIAN, 5, 2),
                        "MEDIAN counts votes, and of two enterprises each has half, so minEnterprises must be at least 3."
                                + " Provided value: 2"),
                Arguments.of(voting(Aggregation.Rule.MULTI_KRUM, 5, 2), "minEnterprises must be at least 3"),
                Arguments.of(voting(Aggregation.Rule.TRIMMED_MEAN, 3, 1), "minEnterprises must be at least 3"),
                Arguments.of(
                        // 200 × 199 / 2 pairs of 301,802 values.
                        voting(Aggregation.Rule.MULTI_KRUM, 5, 3)
                                .model(twoLayers(500, 600))
                                .validationRows(10)
                                .selection(Selection.all().withCount(200)),
                        "Comparing every pair of a version's 200 updates must take at most 4000000000 differences of"
                                + " values. Provided value: 6005859800"),
                Arguments.of(
                        new Tasks().quotas(0, 3).selection(two),
                        "minEnterprises must be at most the 2 selected in a version. Provided value: 3"),
                Arguments.of(
                        new Tasks()
                                .privacy(new Privacy(
                                        Privacy.Mechanism.DISCRETE_GAUSSIAN,
                                        Privacy.Unit.PARTICIPANT,
                                        1_000_000,
                                        10_000))
                                .evaluation(Evaluation.SHARED),
                        "evaluation must be NONE in a task with noise: a score of a member's own rows is covered by no"
                                + " noise. Provided value: SHARED"),
                Arguments.of(
                        new Tasks()
                                .privacy(new Privacy(
                                        Privacy.Mechanism.DISCRETE_LAPLACE,
                                        Privacy.Unit.PARTICIPANT,
                                        1_000_000,
                                        10_000))
                                .simulation(true)
                                .evaluation(Evaluation.SHARED),
                        "evaluation must be NONE in a task with noise"),
                Arguments.of(
                        new Tasks()
                                .selection(new Selection(
                                        Selection.Policy.RANDOM, 0, 1_000, 0, 0, 1_000_000, 0, 0, 500_001)),
                        "minReputationMicros must be at most 500,000, where newcomers start. Provided value: 500001"),
                Arguments.of(
                        new Tasks().quantisation(new Quantisation(16_385_000_000L, 16, 32, 12)),
                        "clipNorm × 2^scaleBits must be at most 2^30"),
                Arguments.of(
                        new Tasks().quantisation(new Quantisation(10, 16, 32, 12)),
                        "clipNorm × 2^scaleBits must be at least 1"),
                Arguments.of(
                        noised(Privacy.Mechanism.DISCRETE_GAUSSIAN, 4_000_000, false)
                                .quantisation(new Quantisation(10_000_000, 16, 24, 12)),
                        "must stay within 8388607 (valueBits), but for one update in a million; lower scaleBits,"
                                + " clipNorm or sigma. Provided value: "),
                Arguments.of(
                        noised(Privacy.Mechanism.DISCRETE_LAPLACE, 200_000_000, false),
                        "must stay within 2147483647 (valueBits)"),
                Arguments.of(
                        noised(Privacy.Mechanism.DISCRETE_GAUSSIAN, 4_000_000, false)
                                .model(ModelSpec.of(
                                        Shape.flat(2),
                                        new Layer.Dense(65_536),
                                        new Layer.Dense(2),
                                        new Layer.Softmax()))
                                .validationRows(4)
                                .quantisation(new Quantisation(100_000_000, 18, 32, 12)),
                        "must stay below 2^62; lower scaleBits, clipNorm or sigma"));
    }

    private static Tasks voting(Aggregation.Rule rule, int quorum, int minEnterprises) {
        return new Tasks()
                .aggregation(Aggregation.of(rule))
                .schedule(Schedule.synchronous(5, quorum, 60))
                .quotas(0, minEnterprises);
    }

    @Test
    void takes_noise_that_protects_nobody_in_simulations_alone() {
        SpecChecks.requireWorkable(
                noised(Privacy.Mechanism.DISCRETE_GAUSSIAN, 9_999, true).build(), Tasks.validation());
        assertRefused(
                noised(Privacy.Mechanism.DISCRETE_GAUSSIAN, 9_999, false).build(),
                Tasks.validation(),
                RefusalCode.SPEC_IMPOSSIBLE,
                "sigmaMicros must be at least 10000 where noise is to protect; less is for simulations."
                        + " Provided value: 9999");
    }

    private static Tasks noised(Privacy.Mechanism mechanism, long multiplierMicros, boolean simulation) {
        return new Tasks()
                .privacy(new Privacy(mechanism, Privacy.Unit.PARTICIPANT, multiplierMicros, 10_000))
                .simulation(simulation);
    }

    @Test
    void accepts_noise_on_whole_updates_and_as_published_checks_of_simulated_noise_only() {
        UpdateCheck published =
                new UpdateCheck(UpdateCheck.Rule.AS_PUBLISHED, UpdateCheck.Metric.ACCURACY, 1_000_000, 0, 600_000);
        for (Privacy.Mechanism mechanism :
                List.of(Privacy.Mechanism.DISCRETE_GAUSSIAN, Privacy.Mechanism.DISCRETE_LAPLACE)) {
            SpecChecks.requireWorkable(noised(mechanism, 4_000_000, false).build(), Tasks.validation());
            SpecChecks.requireWorkable(
                    noised(mechanism, 4_000_000, true).check(published).build(), Tasks.validation());
            assertRefused(
                    noised(mechanism, 4_000_000, false).check(published).build(),
                    Tasks.validation(),
                    RefusalCode.NOT_SUPPORTED,
                    "AS_PUBLISHED would refuse honest updates for their noise alone");
        }
    }

    @Test
    void refuses_a_multiplier_or_delta_that_no_guarantee_has() {
        for (long[] pair :
                new long[][] {{0, 10_000}, {1_000_000_000_001L, 10_000}, {1_000_000, 0}, {1_000_000, 1_000_001}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Privacy(
                            Privacy.Mechanism.DISCRETE_GAUSSIAN, Privacy.Unit.PARTICIPANT, pair[0], pair[1]));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Privacy(Privacy.Mechanism.NONE, Privacy.Unit.PARTICIPANT, 1_000_000, 0));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void refuses_settings_that_contradict_one_another(Tasks task, String message) {
        assertRefused(task.build(), Tasks.validation(), RefusalCode.SPEC_IMPOSSIBLE, message);
    }

    @Test
    void accepts_votes_of_enough_updates_from_enough_enterprises() {
        SpecChecks.requireWorkable(voting(Aggregation.Rule.MULTI_KRUM, 5, 3).build(), Tasks.validation());
        SpecChecks.requireWorkable(voting(Aggregation.Rule.MEDIAN, 3, 3).build(), Tasks.validation());
        SpecChecks.requireWorkable(voting(Aggregation.Rule.TRIMMED_MEAN, 3, 3).build(), Tasks.validation());
    }

    @Test
    void refuses_a_root_update_too_costly_to_train_and_takes_two_enterprises() {
        Aggregation trust = Aggregation.of(Aggregation.Rule.FLTRUST);
        SpecChecks.requireWorkable(new Tasks().aggregation(trust).build(), Tasks.validation());
        // 301,200 multiply-adds × 3 × 4,500 rows × 1 epoch = 4.07e9.
        TaskSpec dear = new Tasks()
                .aggregation(trust)
                .model(twoLayers(500, 600))
                .validationRows(4_500)
                .build();
        assertRefused(
                dear,
                rows(dear),
                RefusalCode.SPEC_IMPOSSIBLE,
                "must take at most 4000000000 multiply-adds. Provided value: 4066200000");
    }

    @Test
    void a_version_has_no_more_updates_than_its_rule_can_compare() {
        TaskSpec mean = voting(Aggregation.Rule.WEIGHTED_MEAN, 5, 3)
                .model(twoLayers(500, 600))
                .validationRows(10)
                .build();
        TaskSpec krum = voting(Aggregation.Rule.MULTI_KRUM, 5, 3)
                .model(twoLayers(500, 600))
                .validationRows(10)
                .build();

        assertThat(SpecLimits.maxUpdates(mean)).isEqualTo(221);
        // 301,802 × (8 × 133 + 40) + 80 × 133 × 132 / 2 = 333.9e6 of 335.5e6 bytes; 134 would hold 336.3e6.
        assertThat(SpecLimits.maxUpdates(krum)).isEqualTo(133);
        TaskSpec smaller = voting(Aggregation.Rule.MULTI_KRUM, 5, 3)
                .model(twoLayers(500, 400))
                .validationRows(10)
                .build();
        // 199 × 198 / 2 × 201,202 = 3.96e9 differences of at most 4e9.
        assertThat(SpecLimits.maxUpdates(smaller)).isEqualTo(199);
    }

    @Test
    void distances_of_many_tiny_updates_are_bounded_as_well() {
        // 38 bytes a parameter hardly count: 80 bytes for each of 2,895 × 2,894 / 2 pairs are 335.1e6.
        TaskSpec tiny = voting(Aggregation.Rule.MULTI_KRUM, 5, 3).build();
        assertThat(SpecLimits.maxUpdates(tiny)).isBetween(2_800, 2_900);
        assertThat(SpecLimits.maxUpdates(voting(Aggregation.Rule.MEDIAN, 5, 3).build()))
                .isEqualTo(SpecLimits.UPDATES_PER_VERSION);
    }

    @ParameterizedTest
    @EnumSource(Aggregation.Rule.class)
    void refuses_what_the_usual_heap_could_not_hold(Aggregation.Rule rule) {
        // Each of 40 updates takes 4 · 1,506,002 bytes, 241e6 in all, twice as much where a rule compares them.
        TaskSpec spec = voting(rule, 5, 3)
                .model(twoLayers(500, 3_000))
                .validationRows(10)
                .selection(Selection.all().withCount(40))
                .build();
        if (!rule.isVote()) {
            assertThatCode(() -> SpecChecks.requireWorkable(spec, rows(spec))).doesNotThrowAnyException();
            return;
        }
        assertRefused(
                spec,
                rows(spec),
                RefusalCode.SPEC_IMPOSSIBLE,
                "Putting a version's 40 updates together by " + rule + " must hold at most 335544320 bytes at once");
    }

    @Test
    void refuses_validation_rows_that_are_not_the_tasks() {
        TaskSpec spec = Tasks.spec();
        assertRefused(
                spec,
                new FeatureRows(new float[6], new int[] {0, 1, 1}, 2),
                RefusalCode.SPEC_IMPOSSIBLE,
                "must have the 4 rows that the task names. Provided value: 3");
        assertRefused(
                spec,
                new FeatureRows(new float[12], new int[] {0, 1, 1, 0}, 3),
                RefusalCode.SPEC_IMPOSSIBLE,
                "must have 2 features. Provided value: 3");
        assertRefused(
                spec,
                new FeatureRows(new float[8], new int[] {0, 1, 2, 0}, 2),
                RefusalCode.SPEC_IMPOSSIBLE,
                "A label must lie in [0, 1]. Provided value: 2");
        assertRefused(
                spec,
                new FeatureRows(new float[8], new int[] {0, 1, -1, 0}, 2),
                RefusalCode.SPEC_IMPOSSIBLE,
                "A label must lie in [0, 1]. Provided value: -1");
    }

    @Test
    void refuses_a_validation_set_that_lacks_a_class() {
        assertRefused(
                Tasks.spec(),
                new FeatureRows(new float[8], new int[4], 2),
                RefusalCode.SPEC_IMPOSSIBLE,
                "it lacks one. Provided value: yes");
    }

    @Test
    void refuses_an_update_too_costly_to_judge() {
        // 2,000 × 1,000 + 1,000 × 2 = 2,002,000 multiply-adds a row; × 1,999 rows = 4.002e9.
        TaskSpec spec =
                new Tasks().model(twoLayers(2_000, 1_000)).validationRows(1_999).build();

        assertRefused(
                spec,
                rows(spec),
                RefusalCode.SPEC_IMPOSSIBLE,
                "Judging an update (multiply-adds of the model × validation rows) must take at most 4000000000"
                        + " multiply-adds. Provided value: 4001998000");
    }

    @Test
    void refuses_a_version_too_costly_to_judge() {
        TaskSpec spec = new Tasks()
                .model(twoLayers(500, 200))
                .validationRows(10_000)
                .selection(Selection.all().withCount(60))
                .build();

        // 100,400 × 10,000 rows × 60 updates = 6.024e10.
        assertRefused(
                spec,
                rows(spec),
                RefusalCode.SPEC_IMPOSSIBLE,
                "Judging a version's 60 updates must take at most 60000000000 multiply-adds. Provided value:"
                        + " 60240000000");
        TaskSpec quorum = new Tasks()
                .model(twoLayers(500, 200))
                .validationRows(10_000)
                .schedule(Schedule.synchronous(5, 60, 60))
                .build();
        assertRefused(quorum, rows(quorum), RefusalCode.SPEC_IMPOSSIBLE, "Judging a version's 60 updates");
    }

    @Test
    void refuses_contributions_too_costly_to_measure() {
        Tasks ten = new Tasks()
                .model(twoLayers(500, 200))
                .validationRows(10_000)
                .selection(Selection.all().withCount(10));
        TaskSpec leaveOneOut =
                ten.contribution(new ContributionRule.LeaveOneOut()).build();
        TaskSpec shapley = ten.contribution(new ContributionRule.Shapley(7, 0)).build();

        assertThatCode(() -> SpecChecks.requireWorkable(leaveOneOut, rows(leaveOneOut)))
                .doesNotThrowAnyException();
        // 10 judged, 7 · 9 coalitions, each 100,400 × 10,000 rows; and 63 sums of 100,602 values of ten updates.
        assertRefused(
                shapley,
                rows(shapley),
                RefusalCode.SPEC_IMPOSSIBLE,
                "Judging a version's 10 updates and measuring their contributions must take at most 60000000000"
                        + " multiply-adds. Provided value: 73355379260");
    }

    @Test
    void a_version_gets_no_more_places_than_its_contributions_can_be_measured_for() {
        Tasks task = new Tasks().model(twoLayers(500, 200)).validationRows(10_000);
        assertThat(SpecLimits.maxUpdates(task.build())).isEqualTo(59);
        TaskSpec measured =
                task.contribution(new ContributionRule.LeaveOneOut()).build();
        assertThat(SpecLimits.maxUpdates(measured)).isEqualTo(29);
        assertThat(SpecLimits.multiplyAddsPerVersion(measured, 29))
                .isLessThanOrEqualTo(SpecLimits.MULTIPLY_ADDS_PER_VERSION);
        assertThat(SpecLimits.multiplyAddsPerVersion(measured, 30)).isGreaterThan(SpecLimits.MULTIPLY_ADDS_PER_VERSION);
    }

    @Test
    void refuses_patience_that_outlasts_the_task() {
        TaskSpec spec = new Tasks()
                .schedule(Schedule.synchronous(5, 2, 60).until(new Patience(5, 1)))
                .build();
        assertRefused(
                spec,
                rows(spec),
                RefusalCode.SPEC_IMPOSSIBLE,
                "patience must be shorter than the task, which has 5 versions, or it changes nothing");
    }

    @Test
    void refuses_a_version_with_too_many_bytes() {
        TaskSpec spec = new Tasks()
                .model(twoLayers(1_000, 1_000))
                .validationRows(10)
                .selection(Selection.all().withCount(67))
                .build();

        // 67 × (4 × 1,003,002 + 4,096) bytes.
        assertRefused(
                spec,
                rows(spec),
                RefusalCode.SPEC_IMPOSSIBLE,
                "A version's 67 updates must take at most 268435456 bytes. Provided value: 269078968");
    }

    @Test
    void a_deadline_below_twenty_seconds_does_not_make_a_schedule() {
        assertThatThrownBy(() -> Schedule.synchronous(5, 2, 19))
                .hasMessage("durationSeconds must lie in [20, 31536000]. Provided value: 19");
    }

    @Test
    void no_settings_can_overflow_a_sum() {
        int valueBits = 32;
        int weightBits = 64 - Long.numberOfLeadingZeros(Contributor.WHOLE);
        int countBits = 64 - Long.numberOfLeadingZeros(SpecLimits.UPDATES_PER_VERSION - 1L);

        assertThatThrownBy(() -> new Quantisation(1_000_000, 16, valueBits + 1, 12))
                .hasMessageContaining("valueBits");
        assertThat(valueBits + weightBits + countBits).isLessThanOrEqualTo(62);
    }

    @Test
    void accepts_a_small_task_and_the_reference_one() {
        assertThatCode(() -> SpecChecks.requireWorkable(Tasks.spec(), Tasks.validation()))
                .doesNotThrowAnyException();
        ModelSpec cnn = NamedModels.forName("small-cnn", new Shape(28, 28, 1), 10);
        // 356 updates of the reference task fit into a version.
        assertThat(SpecLimits.MULTIPLY_ADDS_PER_VERSION / (cnn.multiplyAdds() * 500))
                .isGreaterThan(300);
    }

    private static ModelSpec twoLayers(int inputs, int hidden) {
        return ModelSpec.of(
                Shape.flat(inputs), new Layer.Dense(hidden), new Layer.Relu(), new Layer.Dense(2), new Layer.Softmax());
    }

    private static FeatureRows rows(TaskSpec spec) {
        int rows = spec.validation().rows();
        int width = spec.data().featureCount();
        int[] labels = new int[rows];
        labels[0] = 1;
        return new FeatureRows(new float[rows * width], labels, width);
    }

    private static void assertRefused(TaskSpec spec, FeatureRows validation, RefusalCode code, String message) {
        assertThatThrownBy(() -> SpecChecks.requireWorkable(spec, validation))
                .isInstanceOfSatisfying(
                        RefusalException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
