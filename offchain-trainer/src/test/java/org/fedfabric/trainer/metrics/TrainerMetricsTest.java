package org.fedfabric.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.DataAccount;
import org.fedfabric.protocol.ledger.DataRegistration;
import org.fedfabric.protocol.ledger.TaskEvent;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.privacy.PrivacyLoss;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.task.ValidationSet;
import org.fedfabric.trainer.config.Settings;
import org.fedfabric.trainer.config.TrainerSettings;
import org.fedfabric.trainer.ledger.LedgerEvent;
import org.fedfabric.trainer.terms.NoiseTerms;
import org.fedfabric.trainer.terms.TaskDraft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerMetricsTest {
    private static final long NOW = 1_795_281_793_612L;
    private static final DataSchema SCHEMA = new DataSchema(
            1,
            List.of(new Column.Numeric("x", 0, 1_000_000, Column.Missing.REFUSE)),
            "label",
            List.of("no", "yes"),
            List.of(1_000_000L, 1_000_000L));
    private static final List<String> ALL_STEPS = List.of(
            "training-finished",
            "sealed",
            "submitted",
            "closed",
            "revealed",
            "judged",
            "computed",
            "advanced",
            "score-reported");

    private final TrainerMetrics metrics = new TrainerMetrics(() -> NOW);

    private static TaskDraft draft() {
        return new TaskDraft(
                "t",
                NamedModels.forName("linear", SCHEMA.shape(), 2),
                SCHEMA,
                new ValidationSet(Cid.of(new byte[] {1}).text(), 1, 10),
                new Training(1, 32, Training.Optimiser.SGD, 50_000, 0),
                Selection.all(),
                UpdateCheck.crossEntropy(),
                3,
                12,
                1,
                2,
                60,
                2,
                1);
    }

    private static TaskSpec noised(boolean simulation) {
        return draft().with(
                        NoiseTerms.parse("gaussian:8", new BigDecimal("0.00001"))
                                .over(1),
                        simulation)
                .toSpec();
    }

    private String scraped() throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.builder()
                .build()
                .write(text, metrics.registry().scrape());
        return text.toString(StandardCharsets.UTF_8);
    }

    private String scrapedAfterAllSteps() throws Exception {
        ALL_STEPS.forEach(step -> metrics.took("t", step, 250_000_000));
        return scraped();
    }

    /** Rounding repeats until the norm fits, so even the time of sealing says something of the rows. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void in_a_task_with_noise_nothing_is_shown_of_training_and_sealing(boolean simulation) throws Exception {
        metrics.takesPart(noised(simulation));

        assertThat(scrapedAfterAllSteps())
                .doesNotContain("train\"", "seal\"")
                .contains(
                        "fedfabric_step_seconds_count{step=\"submit\",task=\"t\"} 1\n",
                        "fedfabric_step_seconds_count{step=\"advance\",task=\"t\"} 1\n");
    }

    @Test
    void nothing_is_shown_of_training_in_a_task_whose_terms_are_not_known() throws Exception {
        assertThat(scrapedAfterAllSteps()).doesNotContain("train\"", "seal\"");
    }

    /** A score on own rows depends on them in every task, so its report is never timed. */
    @Test
    void every_step_is_shown_where_there_is_no_noise_except_scores_on_own_rows() throws Exception {
        metrics.takesPart(draft().toSpec());

        String text = scrapedAfterAllSteps();

        for (String step : List.of("train", "seal", "submit", "close", "reveal", "judge", "aggregate", "advance")) {
            assertThat(text).contains("fedfabric_step_seconds_sum{step=\"" + step + "\",task=\"t\"} 0.25\n");
        }
        assertThat(text).doesNotContain("score");
    }

    /** Whatever is added has to be looked at here: is it a function of ledger and network alone? */
    @Test
    void the_families_of_a_task_with_noise_are_these() throws Exception {
        metrics.takesPart(noised(false));
        metrics.happened(new LedgerEvent(7, "tx", new TaskEvent(1, TaskEvent.Kind.PUBLISHED, "t", 1, null, null)));
        metrics.published(version(null));
        metrics.judged(version(Verdict.rejected(Verdict.Reason.NORM)));
        metrics.account(account(false));
        metrics.fetched(5);
        metrics.failed();

        assertThat(scrapedAfterAllSteps().lines().filter(line -> line.startsWith("# TYPE ")))
                .extracting(line -> line.split(" ")[2])
                .containsExactlyInAnyOrder(
                        "fedfabric_step_seconds",
                        "fedfabric_head_version",
                        "fedfabric_versions_published_total",
                        "fedfabric_verdicts_total",
                        "fedfabric_event_lag_seconds",
                        "fedfabric_events_total",
                        "fedfabric_event_block",
                        "fedfabric_privacy_epsilon",
                        "fedfabric_privacy_epsilon_cap",
                        "fedfabric_content_bytes_total",
                        "fedfabric_content_failures_total");
    }

    @Test
    void what_the_ledger_says_is_shown() throws Exception {
        metrics.published(version(null));
        metrics.judged(version(Verdict.rejected(Verdict.Reason.NORM)));
        metrics.account(account(false));

        assertThat(scraped())
                .contains(
                        "fedfabric_head_version{task=\"t\"} 3.0\n",
                        "fedfabric_versions_published_total{task=\"t\"} 1.0\n",
                        "fedfabric_event_lag_seconds{task=\"t\"} 0.25\n",
                        "fedfabric_verdicts_total{outcome=\"rejected\",reason=\"norm\",task=\"t\"} 1.0\n",
                        "fedfabric_privacy_epsilon{account=\"OrgA/rows\"} "
                                + account(false).budget().epsilonMicros() / 1e6 + "\n",
                        "fedfabric_privacy_epsilon_cap{account=\"OrgA/rows\"} 8.0\n");
        metrics.account(account(true));
        assertThat(scraped()).contains("fedfabric_privacy_epsilon{account=\"OrgA/rows\"} +Inf\n");
    }

    @Test
    void refuses_half_of_the_tls_files_and_addresses_that_are_none() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> MetricsSettings.from(
                        settings(Map.of("metrics.address", "127.0.0.1:0", "metrics.tls.key", "k.pem"))))
                .withMessageContaining("set together");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> MetricsSettings.from(settings(Map.of("metrics.address", "9090"))))
                .withMessageContaining("host:port")
                .withMessageContaining("Provided value: 9090");
        assertThat(MetricsSettings.from(settings(Map.of()))).isEmpty();
    }

    private static Settings settings(Map<String, String> flags) {
        return Settings.of(TrainerSettings.all()).flags(flags).build();
    }

    private static VersionRecord version(Verdict verdict) {
        List<Contributor> contributors = verdict == null
                ? List.of()
                : List.of(new Contributor("OrgA/anna", Cid.of(new byte[] {2}).text(), 9, 3, null, verdict));
        return new VersionRecord(
                1,
                "t",
                3,
                Cid.of(new byte[] {3}).text(),
                verdict == null ? VersionState.COLLECTING : VersionState.PUBLISHED,
                "00".repeat(32),
                List.of("OrgA/anna"),
                NOW - 250,
                NOW + 60_000,
                0,
                verdict == null ? null : NOW,
                contributors,
                600_000,
                0);
    }

    private static DataAccount account(boolean unprotected) {
        return new DataAccount(
                1,
                "OrgA",
                "OrgA/anna",
                1,
                new DataRegistration(
                        1,
                        "rows",
                        0,
                        "ab".repeat(32),
                        10,
                        List.of(8, 8),
                        new Assessment(500_000, 500_000, 500_000),
                        true,
                        10_000,
                        8_000_000),
                new PrivacyLoss(0, 1_500_000_000L),
                unprotected);
    }
}
