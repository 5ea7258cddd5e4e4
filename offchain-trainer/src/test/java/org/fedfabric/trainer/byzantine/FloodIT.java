package org.fedfabric.trainer.byzantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.federation.RawGateway;
import org.fedfabric.trainer.federation.ScriptedTask;
import org.fedfabric.trainer.federation.SmallTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Enterprise C sends what makes an endorser wait or compute, 60 callers at once, all of it to A's endorser. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FloodIT {
    private static final int C = 2;

    /** Callers of each kind at a time; the chaincode answers with 32 threads. */
    private static final int CALLERS = 12;

    /** Between two calls of a caller, so that this measures the endorser and not who has more processors. */
    private static final long PAUSE_MILLIS = 200;

    private static final int VERSIONS_A_PHASE = 4;

    /**
     * What honest calls may take beyond three times what they took before: a call that waits in vain at one endorser is
     * made again. Without places for each enterprise they do not end at all.
     */
    private static final double MOST_MILLIS_MORE = 15_000;

    private static final Pattern CODE = Pattern.compile("FF-\\d{4}");

    @TempDir
    static Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, AtomicLong> answers = new TreeMap<>();
    private final AtomicLong number = new AtomicLong();
    private volatile boolean flooding = true;
    private Federation federation;
    private String rogue;
    private ScriptedTask bait;

    @BeforeAll
    void start() throws Exception {
        federation = new Federation(folder.resolve("network"));
        rogue = federation.network.id(C, "flooder");
        federation.network.enrol(rogue, "TRAINER,AGGREGATOR,REQUESTER");
        bait = federation.task("bait");
        List<String> ids = new ArrayList<>(federation.honest);
        ids.add(rogue);
        bait.start(ids.toArray(String[]::new));
        // Closed over an update whose bytes never come.
        VersionRecord base = bait.submitAndClose(ids.toArray(String[]::new));
        bait.revealAll(base, federation.honestIds());
    }

    @AfterAll
    void stop() throws Exception {
        flooding = false;
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        if (federation != null) {
            federation.close();
        }
    }

    @Test
    void honest_calls_are_answered_while_one_enterprise_floods_an_endorser() throws Exception {
        Scenario.play("flood", () -> {
            TaskSpec spec = SmallTask.with(federation.spec("flooded"), "schedule.versions", "9");
            ScriptedTask task = new ScriptedTask(federation.network, spec).start(federation.honestIds());
            versions(task, 1);
            List<Double> before = versions(task, VERSIONS_A_PHASE);
            flood();
            List<Double> during = versions(task, VERSIONS_A_PHASE);
            flooding = false;
            HonestRules.check(task, 1, federation.honest);
            assertThat(federation.network.as(federation.honest.get(0)).evaluate("task:Get", task.name))
                    .contains("\"state\":\"COMPLETED\"");

            String figures = String.format(
                    Locale.ROOT,
                    "honest p95 %.0f ms before, %.0f ms during %s calls",
                    p95(before),
                    p95(during),
                    answers);
            assertThat(p95(during)).as(figures).isLessThan(3 * p95(before) + MOST_MILLIS_MORE);
            assertThat(answers.get("FF-5001").get()).as("turned away as BUSY").isPositive();
            return figures;
        });
    }

    private void flood() throws Exception {
        RawGateway gateway = federation.network.raw(rogue, 0);
        String victim = federation.mspId(0);
        Submission absurd = new Submission(
                1, Cid.of(new byte[0]).text(), 1L << 27, Submission.DENSE_INT32, Submission.NO_NOISE, "00".repeat(32));
        List<Callable<String>> kinds = List.of(
                () -> gateway.askedOf(victim, "task:Create", absent()),
                () -> gateway.askedOf(victim, "update:Judge", bait.name, "0", rogue),
                () -> gateway.askedOf(victim, "round:Recompute", bait.name, "1"),
                () -> gateway.askedOf(
                        victim, "round:Advance", bait.advancing(bait.version("0"), absentCid(), List.of())),
                () -> gateway.askedOf(victim, "update:Submit", bait.name, "0", CanonicalJson.write(absurd)));
        for (Callable<String> kind : kinds) {
            for (int i = 0; i < CALLERS; i++) {
                threads.submit(() -> {
                    while (flooding) {
                        count(kind.call());
                        Thread.sleep(PAUSE_MILLIS);
                    }
                    return null;
                });
            }
        }
        // What holds an endorser's threads builds up within one fetch.
        TimeUnit.SECONDS.sleep(6);
    }

    private void count(String answer) {
        Matcher code = CODE.matcher(answer);
        String kind = code.find() ? code.group() : answer.length() > 40 ? answer.substring(0, 40) : answer;
        synchronized (answers) {
            answers.computeIfAbsent(kind, k -> new AtomicLong()).incrementAndGet();
        }
    }

    /** Terms whose validation set nobody has, and nobody has been asked for yet. */
    private String absent() {
        long n = number.incrementAndGet();
        TaskSpec spec = federation.spec("absent-" + n);
        return SmallTask.edited(CanonicalJson.write(spec), "validation.cid", "\"" + absentCid() + "\"");
    }

    private String absentCid() {
        return Cid.of(("absent " + number.incrementAndGet()).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .text();
    }

    /** Takes a task further; returns what each call of an honest member took, in milliseconds. */
    private List<Double> versions(ScriptedTask task, int count) throws Exception {
        List<Double> millis = new ArrayList<>();
        String a = federation.honest.get(0);
        for (int i = 0; i < count; i++) {
            VersionRecord base = task.version("head");
            String version = Long.toString(base.version());
            for (String id : federation.honest) {
                timed(millis, () -> {
                    task.submit(id, base, task.update(id, base));
                    return null;
                });
            }
            timed(millis, () -> {
                task.close(a, base);
                return null;
            });
            task.revealAll(base, federation.honestIds());
            for (String id : federation.honest) {
                timed(millis, () -> federation.network.as(a).evaluate("update:Judge", task.name, version, id));
            }
            timed(millis, () -> task.advance(a, base));
        }
        return millis;
    }

    private static void timed(List<Double> millis, Callable<?> call) throws Exception {
        long start = System.nanoTime();
        call.call();
        millis.add((System.nanoTime() - start) / 1e6);
    }

    private static double p95(List<Double> millis) {
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[Math.min(sorted.length - 1, (int) Math.ceil(0.95 * sorted.length) - 1)];
    }
}
