package org.fedfabric.protocol.judging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.Verdict.Outcome;
import org.fedfabric.protocol.ledger.Verdict.Reason;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.task.UpdateCheck.Metric;
import org.fedfabric.protocol.task.UpdateCheck.Rule;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.protocol.update.UpdateHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {
    private static final int UNIT = 65_536;

    /** Whole weight. */
    private static final int ROWS = 12;

    /** Knows nothing: both classes score 0 everywhere, ln 2 nats. */
    private static final float[] BASE = new float[6];

    private static final long BASE_SCORE = 693_148;

    /** w00 and w11 up by 2: both kinds of row are told apart. */
    private static final int[] HONEST = {2 * UNIT, 0, 0, 2 * UNIT, 0, 0};

    private final Judge judge = new Judge(Tasks.spec(), Tasks.validation());

    @Test
    void refuses_to_judge_without_validation_rows() {
        assertThatThrownBy(() -> new Judge(Tasks.spec(), new FeatureRows(new float[0], new int[0], 2)))
                .hasMessageContaining("must have rows");
    }

    @Test
    void rejects_bytes_that_are_no_update() {
        assertRejected(judge.judge(new byte[0], header(Tasks.spec()), BASE, BASE_SCORE, ROWS), Reason.HEADER);
        byte[] noise = new byte[500];
        new Random(3).nextBytes(noise);
        assertRejected(judge.judge(noise, header(Tasks.spec()), BASE, BASE_SCORE, ROWS), Reason.HEADER);
    }

    @Test
    void rejects_an_update_made_for_another_base_or_by_somebody_else() {
        byte[] bytes = UpdateBlob.encode(header(Tasks.spec()), HONEST);

        for (UpdateHeader expected : new UpdateHeader[] {
            header(Tasks.spec(), 4, "AMsp/a"), header(Tasks.spec(), 3, "BMsp/copier"),
        }) {
            assertRejected(judge.judge(bytes, expected, BASE, BASE_SCORE, ROWS), Reason.HEADER);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, -4})
    void rejects_an_update_that_is_cut_or_has_bytes_left_over(int more) {
        byte[] bytes = UpdateBlob.encode(header(Tasks.spec()), HONEST);

        assertRejected(
                judge.judge(Arrays.copyOf(bytes, bytes.length + more), header(Tasks.spec()), BASE, BASE_SCORE, ROWS),
                Reason.SHAPE);
    }

    @Test
    void rejects_the_smallest_integer_as_out_of_range() {
        assertRejected(judged(Integer.MIN_VALUE, 0, 0, 0, 0, 0), Reason.RANGE);
    }

    @Test
    void rejects_an_update_longer_than_the_clipping_norm_without_scoring_it() {
        Verdict verdict = judged(10 * UNIT + 100, 0, 0, 0, 0, 0);

        assertRejected(verdict, Reason.NORM);
        assertThat(verdict.scoreMicros()).isNull();
        assertRejected(judged(Integer.MAX_VALUE, Integer.MAX_VALUE, 0, 0, 0, 0), Reason.NORM);
    }

    @Test
    void rejects_an_update_too_long_for_its_few_rows() {
        byte[] bytes = UpdateBlob.encode(header(Tasks.spec()), new int[] {9 * UNIT, 0, 0, 0, 0, 0});

        assertRejected(judge.judge(bytes, header(Tasks.spec()), BASE, BASE_SCORE, ROWS - 1), Reason.NORM);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void rejects_whatever_meets_a_base_that_is_not_finite(float value) {
        float[] base = BASE.clone();
        base[5] = value;

        assertRejected(judge.judge(encoded(HONEST), header(Tasks.spec()), base, BASE_SCORE, ROWS), Reason.NON_FINITE);
    }

    @Test
    void rejects_a_model_whose_scores_are_infinite() {
        float[] base = {Float.MAX_VALUE, 0, Float.MAX_VALUE, 0, Float.MAX_VALUE, 0};

        assertRejected(judge.judge(encoded(HONEST), header(Tasks.spec()), base, BASE_SCORE, ROWS), Reason.NON_FINITE);
    }

    @Test
    void includes_an_update_that_helps_and_records_its_score() {
        // Each row: ln(1 + e^-2) = 0.126928, rounded up.
        assertThat(judged(HONEST)).isEqualTo(new Verdict(Outcome.INCLUDED, null, 126_929L, BASE_SCORE));
    }

    @Test
    void rejects_the_flipped_update_and_records_its_score() {
        int[] flipped = Arrays.stream(HONEST).map(q -> -q).toArray();

        // Each row: ln(1 + e^2) = 2.126928.
        assertThat(judged(flipped)).isEqualTo(new Verdict(Outcome.REJECTED, Reason.SCORE, 2_126_929L, BASE_SCORE));
    }

    @ParameterizedTest
    @CsvSource({"1433781, INCLUDED", "1433780, REJECTED"})
    void the_margin_is_the_last_score_that_passes(long marginMicros, Outcome outcome) {
        TaskSpec spec = new Tasks()
                .check(new UpdateCheck(Rule.RELATIVE, Metric.CROSS_ENTROPY, 1_000_000, marginMicros, 0))
                .build();
        byte[] bytes = UpdateBlob.encode(header(spec), new int[] {-2 * UNIT, 0, 0, -2 * UNIT, 0, 0});

        assertThat(new Judge(spec, Tasks.validation())
                        .judge(bytes, header(spec), BASE, BASE_SCORE, ROWS)
                        .outcome())
                .isEqualTo(outcome);
    }

    @Test
    void the_probe_tries_a_part_of_the_update() {
        TaskSpec spec = new Tasks()
                .check(new UpdateCheck(Rule.RELATIVE, Metric.CROSS_ENTROPY, 250_000, 0, 0))
                .build();
        byte[] bytes = UpdateBlob.encode(header(spec), HONEST);

        // Each row: ln(1 + e^-0.5) = 0.474077.
        assertThat(new Judge(spec, Tasks.validation())
                        .judge(bytes, header(spec), BASE, BASE_SCORE, ROWS)
                        .scoreMicros())
                .isEqualTo(474_077L);
    }

    @Test
    void the_weight_of_few_rows_is_divided_out_before_scoring() {
        byte[] bytes = UpdateBlob.encode(header(Tasks.spec()), new int[] {UNIT / 2, 0, 0, UNIT / 2, 0, 0});

        assertThat(judge.judge(bytes, header(Tasks.spec()), BASE, BASE_SCORE, ROWS - 2))
                .isEqualTo(judged(HONEST));
    }

    @ParameterizedTest
    @CsvSource({"750000, INCLUDED", "750001, REJECTED"})
    void as_published_asks_for_an_accuracy(long thresholdMicros, Outcome outcome) {
        TaskSpec spec = new Tasks()
                .check(new UpdateCheck(Rule.AS_PUBLISHED, Metric.ACCURACY, 1_000_000, 0, thresholdMicros))
                .build();
        FeatureRows rows = new FeatureRows(new float[] {1, 0, 1, 0, 0, 1, 0, 1}, new int[] {0, 0, 1, 0}, 2);
        byte[] bytes = UpdateBlob.encode(header(spec), HONEST);

        Verdict verdict = new Judge(spec, rows).judge(bytes, header(spec), BASE, 500_000, ROWS);

        assertThat(verdict.outcome()).isEqualTo(outcome);
        assertThat(verdict.scoreMicros()).isEqualTo(750_000);
    }

    @ParameterizedTest
    @CsvSource({"500000, INCLUDED", "499999, REJECTED"})
    void relative_accuracy_may_fall_by_the_margin(long marginMicros, Outcome outcome) {
        TaskSpec spec = new Tasks()
                .check(new UpdateCheck(Rule.RELATIVE, Metric.ACCURACY, 1_000_000, marginMicros, 0))
                .build();
        byte[] bytes = UpdateBlob.encode(header(spec), new int[] {0, 0, 0, 0, 0, UNIT});

        // "Always class 1" is right for two of four.
        assertThat(new Judge(spec, Tasks.validation())
                        .judge(bytes, header(spec), BASE, 1_000_000, ROWS)
                        .outcome())
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        // Class 0 learnt at the cost of class 1, and the same update pushed backwards.
        "1, 0, 0, 0, INCLUDED",
        "-1, 0, 0, 0, REJECTED",
        // A bias for class 1 does as much for it as the opposite bias does for class 0.
        "0, 0, 0, 2, INCLUDED",
        // Nothing at all.
        "0, 0, 0, 0, INCLUDED"
    })
    void mirrored_refuses_what_helps_less_than_its_opposite(int w00, int w11, int b0, int b1, Outcome outcome) {
        TaskSpec spec = new Tasks()
                .check(new UpdateCheck(Rule.MIRRORED, Metric.CROSS_ENTROPY, 500_000, 10_000_000, 0))
                .build();
        byte[] bytes = UpdateBlob.encode(header(spec), new int[] {w00 * UNIT, 0, 0, w11 * UNIT, b0 * UNIT, b1 * UNIT});

        Verdict verdict = new Judge(spec, Tasks.validation()).judge(bytes, header(spec), BASE, BASE_SCORE, ROWS);

        assertThat(verdict.outcome()).isEqualTo(outcome);
        assertThat(verdict.reason()).isEqualTo(outcome == Outcome.REJECTED ? Reason.DIRECTION : null);
        assertThat(verdict.scoreMicros()).isNotNull();
    }

    @Test
    void mirrored_looks_at_the_margin_first() {
        TaskSpec spec = new Tasks()
                .check(new UpdateCheck(Rule.MIRRORED, Metric.CROSS_ENTROPY, 1_000_000, 0, 0))
                .build();
        byte[] bytes = UpdateBlob.encode(
                header(spec), Arrays.stream(HONEST).map(q -> -q).toArray());

        assertRejected(
                new Judge(spec, Tasks.validation()).judge(bytes, header(spec), BASE, BASE_SCORE, ROWS), Reason.SCORE);
    }

    @Test
    void mirrored_measures_each_base_by_itself() {
        TaskSpec spec = new Tasks()
                .check(new UpdateCheck(Rule.MIRRORED, Metric.CROSS_ENTROPY, 1_000_000, 10_000_000, 0))
                .build();
        Judge mirrored = new Judge(spec, Tasks.validation());
        byte[] bytes = UpdateBlob.encode(header(spec), HONEST);
        float[] knows = {3, 0, 0, 3, 0, 0};

        for (float[] base : new float[][] {BASE, knows, BASE}) {
            assertThat(mirrored.judge(bytes, header(spec), base, BASE_SCORE, ROWS))
                    .isEqualTo(new Judge(spec, Tasks.validation()).judge(bytes, header(spec), base, BASE_SCORE, ROWS));
        }
    }

    @Test
    void an_update_of_zeros_is_refused_where_labels_are_watched() {
        TaskSpec spec = new Tasks()
                .check(new UpdateCheck(Rule.OWN_LABELS, Metric.CROSS_ENTROPY, 500_000, 10_000_000, 0))
                .build();
        byte[] bytes = UpdateBlob.encode(header(spec), new int[6]);

        assertRejected(
                new Judge(spec, Tasks.validation()).judge(bytes, header(spec), BASE, BASE_SCORE, ROWS), Reason.EMPTY);
    }

    @Test
    void agreeing_records_what_the_comparison_with_others_needs() {
        TaskSpec spec = new Tasks().check(UpdateCheck.agreeing()).build();
        Judge agreeing = new Judge(spec, Tasks.validation());

        Verdict verdict = agreeing.judge(UpdateBlob.encode(header(spec), HONEST), header(spec), BASE, BASE_SCORE, ROWS);
        Verdict nothing =
                agreeing.judge(UpdateBlob.encode(header(spec), new int[6]), header(spec), BASE, BASE_SCORE, ROWS);

        // Each label is pushed onto its own rows as much as off the other's: (1 + 1) / 1.
        assertThat(verdict)
                .isEqualTo(new Verdict(Outcome.INCLUDED, null, 126_929L, BASE_SCORE).beside(2_126_929, 2_000_000));
        assertRejected(nothing, Reason.EMPTY);
    }

    private static TaskSpec noised() {
        return new Tasks()
                .privacy(new Privacy(Privacy.Mechanism.DISCRETE_GAUSSIAN, Privacy.Unit.PARTICIPANT, 1_000_000, 10_000))
                .build();
    }

    @Test
    void under_noise_the_norm_has_room_for_it_and_no_more() {
        TaskSpec spec = noised();
        Judge judge = new Judge(spec, Tasks.validation());
        // σ = 2·10 units on each of 6 values; the bound is about 10² + 6σ² + 2σ√(14·(6σ² + 2·10²)) + 28σ² = 160²
        // units².
        byte[] noisy = UpdateBlob.encode(
                header(spec), new int[] {40 * UNIT, -40 * UNIT, 20 * UNIT, 40 * UNIT, -20 * UNIT, 60 * UNIT});
        assertThat(judge.judge(noisy, header(spec), BASE, BASE_SCORE, ROWS).outcome())
                .isEqualTo(Outcome.INCLUDED);
        byte[] beyond = UpdateBlob.encode(header(spec), new int[] {170 * UNIT, 0, 0, 0, 0, 0});
        assertRejected(judge.judge(beyond, header(spec), BASE, BASE_SCORE, ROWS), Reason.NORM);
        // With half the weight, half the noise is declared.
        byte[] half = UpdateBlob.encode(header(spec), new int[] {90 * UNIT, 0, 0, 0, 0, 0});
        assertRejected(judge.judge(half, header(spec), BASE, BASE_SCORE, ROWS - 1), Reason.NORM);
    }

    @Test
    void under_noise_a_score_is_recorded_and_refuses_nothing() {
        TaskSpec spec = noised();
        byte[] flipped = UpdateBlob.encode(header(spec), new int[] {-9 * UNIT, 0, 0, -9 * UNIT, 0, 0});
        Verdict verdict = new Judge(spec, Tasks.validation()).judge(flipped, header(spec), BASE, BASE_SCORE, ROWS);
        assertThat(verdict.outcome()).isEqualTo(Outcome.INCLUDED);
        assertThat(verdict.scoreMicros()).isGreaterThan(9_000_000);
    }

    @Test
    void under_noise_a_direction_refuses_nothing() {
        TaskSpec spec = new Tasks()
                .privacy(noised().privacy())
                .check(new UpdateCheck(Rule.MIRRORED, Metric.CROSS_ENTROPY, 500_000, 0, 0))
                .build();
        byte[] backwards = UpdateBlob.encode(header(spec), new int[] {-UNIT, 0, 0, 0, 0, 0});
        assertThat(new Judge(spec, Tasks.validation())
                        .judge(backwards, header(spec), BASE, BASE_SCORE, ROWS)
                        .outcome())
                .isEqualTo(Outcome.INCLUDED);
    }

    @Test
    void under_noise_infinite_scores_are_the_worst_and_infinite_parameters_are_refused() {
        TaskSpec spec = noised();
        Judge judge = new Judge(spec, Tasks.validation());
        byte[] bytes = UpdateBlob.encode(header(spec), HONEST);
        float[] overflowing = {Float.MAX_VALUE, 0, Float.MAX_VALUE, 0, Float.MAX_VALUE, 0};
        assertThat(judge.judge(bytes, header(spec), overflowing, BASE_SCORE, ROWS))
                .isEqualTo(new Verdict(Outcome.INCLUDED, null, 100_000_000L, BASE_SCORE));
        float[] base = {Float.NaN, 0, 0, 0, 0, 0};
        assertRejected(judge.judge(bytes, header(spec), base, BASE_SCORE, ROWS), Reason.NON_FINITE);
    }

    @Test
    void a_model_that_is_not_finite_scores_worst() {
        float[] model = {Float.NaN, 0, 0, 0, 0, 0};

        assertThat(judge.scoreMicros(model)).isEqualTo(100_000_000);
        assertThat(judge.scoreMicros(BASE)).isEqualTo(BASE_SCORE);
    }

    private Verdict judged(int... values) {
        return judge.judge(encoded(values), header(Tasks.spec()), BASE, BASE_SCORE, ROWS);
    }

    private static byte[] encoded(int... values) {
        return UpdateBlob.encode(header(Tasks.spec()), values);
    }

    private static UpdateHeader header(TaskSpec spec) {
        return header(spec, 3, "AMsp/a");
    }

    private static UpdateHeader header(TaskSpec spec, long base, String participantId) {
        return new UpdateHeader(
                1, "federation", Tasks.NAME, base, Tasks.CID, participantId, spec.digest(), Submission.DENSE_INT32, 6);
    }

    private static void assertRejected(Verdict verdict, Reason reason) {
        assertThat(verdict.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(verdict.reason()).isEqualTo(reason);
    }
}
