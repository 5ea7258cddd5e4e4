package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.judging.Metrics;
import org.fedfabric.protocol.ledger.HoldOutScore;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.model.ForwardPass;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.task.Evaluation;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ScoringTest {
    private static final int ROWS = 400;
    private static final TaskSpec SHARED = NodeFixture.SPEC.evaluating(Evaluation.SHARED);
    private static final VersionRecord VERSION =
            NodeFixture.version(VersionState.COLLECTING, System.currentTimeMillis() + 60_000, List.of());

    @TempDir
    Path folder;

    private ScriptedLedger ledger;

    @BeforeEach
    void write_the_ledger() throws Exception {
        ledger = new ScriptedLedger(folder.resolve("ledger")).on("round:Report", arguments -> "{}");
    }

    private static FeatureRows rows(int count) {
        float[] features = new float[count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            features[i] = i / 100f - 2;
            labels[i] = i % 3 == 0 ? 1 : 0;
        }
        return new FeatureRows(features, labels, 1);
    }

    /** A node's life as far as scoring goes; the same folder again is a restart. */
    private void score(TaskSpec spec, OwnScores wish, int rows) throws Exception {
        try (NodeFixture fixture = new NodeFixture(folder.resolve("state"), wish)) {
            fixture.store.put(
                    ModelBlob.encode(spec.model(), NodeFixture.BASE), Pinning.PINNED, java.time.Duration.ofSeconds(10));
            Member usual = fixture.member(ledger.contract());
            Member member = new Member(
                    usual.participant(),
                    usual.contract(),
                    usual.maker(),
                    new LocalRows(schema -> rows(rows), wish.holdOutPercent()),
                    usual.rowsLog2(),
                    usual.chain(),
                    new AtomicReference<>(""));
            HeadWatch watch = new HeadWatch();
            watch.set(VERSION);
            new Scoring(new TaskContext("federation", spec, spec.digest()), fixture.tools, watch)
                    .scoreLast(List.of(member), VERSION);
        }
    }

    private Path file() {
        return folder.resolve("state/scores/t/AMSP.p1/0.json");
    }

    private OwnScore kept() throws IOException {
        return CanonicalJson.read(Files.readAllBytes(file()), OwnScore.class);
    }

    @Test
    void scores_nothing_unless_the_owner_holds_rows_out() throws Exception {
        score(SHARED, new OwnScores(0, true), ROWS);
        assertThat(ledger.calls).isEmpty();
        assertThat(folder.resolve("state/scores")).doesNotExist();
    }

    @Test
    void keeps_the_score_here_where_the_owner_does_not_share_it() throws Exception {
        score(SHARED, new OwnScores(20, false), ROWS);
        assertThat(kept().rows()).isBetween(40, 120);
        assertThat(ledger.calls).isEmpty();
    }

    @Test
    void keeps_the_score_here_where_the_terms_do_not_take_it_or_there_is_noise() throws Exception {
        score(NodeFixture.SPEC, new OwnScores(20, true), ROWS);
        assertThat(file()).exists();
        TaskSpec noised = CanonicalJson.read(
                CanonicalJson.write(NodeFixture.SPEC)
                        .replace(
                                "\"mechanism\":\"" + Privacy.Mechanism.NONE + "\"",
                                "\"mechanism\":\"" + Privacy.Mechanism.DISCRETE_GAUSSIAN + "\"")
                        .replace(
                                "\"sigmaMicros\":0,\"deltaPerBillion\":0",
                                "\"sigmaMicros\":1000000,\"deltaPerBillion\":10000"),
                TaskSpec.class);
        assertThat(noised.privacy().mechanism()).isEqualTo(Privacy.Mechanism.DISCRETE_GAUSSIAN);
        score(noised, new OwnScores(20, true), ROWS);
        assertThat(ledger.calls).isEmpty();
    }

    @Test
    void keeps_the_score_of_a_few_rows_here() throws Exception {
        score(SHARED, new OwnScores(20, true), 40);
        assertThat(kept().rows()).isLessThan(32);
        assertThat(ledger.calls).isEmpty();
    }

    @Test
    void goes_on_when_the_ledger_refuses_the_report() throws Exception {
        ledger.on("round:Report", arguments -> {
            throw ScriptedLedger.refusal(RefusalCode.DUPLICATE_SCORE);
        });
        score(SHARED, new OwnScores(20, true), ROWS);
        assertThat(ledger.calls).hasSize(1);
        assertThat(file()).exists();
    }

    @Test
    void reports_what_lies_in_the_file_and_that_is_the_metric_over_the_held_out_rows() throws Exception {
        score(SHARED, new OwnScores(20, true), ROWS);
        OwnScore kept = kept();
        assertThat(ledger.calls).containsExactly("round:Report t 0 " + CanonicalJson.write(kept.claim()));
        HoldOutScore claim = kept.claim();
        assertThat(kept.rows()).isBetween(1 << claim.rowsLog2(), (2 << claim.rowsLog2()) - 1);
        FeatureRows heldOut = HoldOut.of(rows(ROWS), 20).heldOut();
        assertThat(kept.rows()).isEqualTo(heldOut.rows());
        float[] logits = ForwardPass.of(SHARED.model()).logits(NodeFixture.BASE, heldOut.features(), heldOut.rows());
        long loss = Metrics.crossEntropyMicros(
                logits, heldOut.labels(), SHARED.data().classWeightsMicros());
        // The engine's own order of additions may differ in a float's last digits.
        assertThat(claim.lossMicros()).isBetween(loss - 2, loss + 2);
    }

    @Test
    void reports_the_same_again_after_a_restart_and_measures_nothing_anew() throws Exception {
        score(SHARED, new OwnScores(20, true), ROWS);
        // What only a file that is read again can give.
        String altered = Files.readString(file()).replaceFirst("\"lossMicros\":[0-9]+", "\"lossMicros\":123456");
        Files.write(file(), altered.getBytes(StandardCharsets.UTF_8));
        score(SHARED, new OwnScores(20, true), ROWS);
        assertThat(ledger.calls).hasSize(2);
        assertThat(ledger.calls.get(1)).contains("\"lossMicros\":123456");
    }

    @Test
    void no_log_of_progress_and_no_other_file_holds_a_score() throws Exception {
        score(SHARED, new OwnScores(20, false), ROWS);
        String loss = Long.toString(kept().lossMicros());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                if (!path.equals(file())) {
                    assertThat(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1))
                            .as(path.toString())
                            .doesNotContain(loss);
                }
            }
        }
    }
}
