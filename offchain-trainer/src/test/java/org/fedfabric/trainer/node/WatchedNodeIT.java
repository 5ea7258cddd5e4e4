package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.trainer.metrics.TrainerMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a trainer's metrics say after a whole task. */
@Timeout(120)
class WatchedNodeIT {
    private static final int VERSIONS = 2;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private String metricsOfATaskWith(Privacy privacy) throws Exception {
        TrainerMetrics metrics = new TrainerMetrics();
        try (TestFederation federation = TestFederation.start(folder.resolve("network"), 3, 1)) {
            federation.create(federation.draft(VERSIONS, 60, 3).with(privacy, false));
            metrics.watch(federation.connections(0).counters());
            List<Future<Map<String, TaskRecord>>> nodes = new ArrayList<>();
            for (int e = 0; e < 3; e++) {
                NodeObserver observer = e == 0 ? metrics : NodeObserver.NONE;
                ContentStore store = federation.store(e);
                nodes.add(threads.submit(new TrainerNode(
                        TestFederation.settings(folder.resolve("node-" + e)),
                        federation.connections(e),
                        e == 0 ? ContentStore.observed(store, metrics) : store,
                        federation.participants(e),
                        ProgressLog.none(),
                        observer)::run));
            }
            federation.startWith(3);
            for (Future<Map<String, TaskRecord>> node : nodes) {
                assertThat(node.get(60, TimeUnit.SECONDS)
                                .get(TestFederation.TASK)
                                .state())
                        .isEqualTo(TaskState.COMPLETED);
            }
            return awaited(metrics, "fedfabric_verdicts_total{outcome=\"included\",reason=\"\"", 3 * VERSIONS);
        }
    }

    /** The last version's verdicts are asked for when the task has ended, beside the node's own end. */
    private static String awaited(TrainerMetrics metrics, String series, double value) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            PrometheusTextFormatWriter.builder()
                    .build()
                    .write(out, metrics.registry().scrape());
            String text = out.toString(StandardCharsets.UTF_8);
            if (text.lines().anyMatch(line -> line.startsWith(series) && line.endsWith(" " + value))
                    || System.nanoTime() > end) {
                return text;
            }
            Thread.sleep(20);
        }
    }

    private static double value(String text, String series) {
        return text.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void each_step_is_timed_once_a_version_and_the_verdicts_are_the_ledgers() throws Exception {
        String text = metricsOfATaskWith(Privacy.none());

        String task = ",task=\"" + TestFederation.TASK + "\"}";
        for (String step : List.of("train", "seal", "submit", "reveal", "judge")) {
            assertThat(value(text, "fedfabric_step_seconds_count{step=\"" + step + "\"" + task))
                    .as(step)
                    .isEqualTo(VERSIONS);
        }
        assertThat(value(text, "fedfabric_verdicts_total{outcome=\"included\",reason=\"\"" + task))
                .isEqualTo(3 * VERSIONS);
        assertThat(value(text, "fedfabric_head_version{task=\"" + TestFederation.TASK + "\"}"))
                .isEqualTo(VERSIONS);
        assertThat(value(text, "fedfabric_event_lag_seconds{task=\"" + TestFederation.TASK + "\"}"))
                .isBetween(-2.0, 60.0);
        assertThat(value(text, "fedfabric_submissions_total{result=\"committed\"}"))
                .isGreaterThanOrEqualTo(1 + VERSIONS);
        assertThat(value(text, "fedfabric_content_bytes_total{operation=\"stored\"}"))
                .isPositive();
        assertThat(text).doesNotContain("fedfabric_privacy_epsilon{");
    }

    @Test
    void a_task_with_noise_shows_its_budget_and_no_time_of_training() throws Exception {
        String text = metricsOfATaskWith(
                new Privacy(Privacy.Mechanism.DISCRETE_GAUSSIAN, Privacy.Unit.PARTICIPANT, 1_500_000, 10_000));

        String account = "{account=\"EnterpriseAMSP/rows-p1\"}";
        assertThat(value(text, "fedfabric_privacy_epsilon" + account)).isBetween(1.0, 8.0);
        assertThat(value(text, "fedfabric_privacy_epsilon_cap" + account)).isEqualTo(8.0);
        assertThat(value(text, "fedfabric_step_seconds_count{step=\"submit\",task=\"" + TestFederation.TASK + "\"}"))
                .isEqualTo(VERSIONS);
        assertThat(text).doesNotContain("step=\"train\"", "step=\"seal\"");
    }
}
