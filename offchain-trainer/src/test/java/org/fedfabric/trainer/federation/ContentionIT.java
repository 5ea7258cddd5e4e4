package org.fedfabric.trainer.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.trainer.ledger.CommittedTransaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A task goes on while others enrol, register data and submit to other tasks, 50 times a second: nobody's transaction
 * voids anybody else's (protocol.md §1).
 */
@Timeout(300)
class ContentionIT {
    private static final int WRITES_A_SECOND = 50;
    private static final int VERSIONS_A_PHASE = 5;
    private static final int USERS = 12;
    private static final int OTHER_TASKS = 3;

    @TempDir
    Path state;

    private final ExecutorService writers = Executors.newFixedThreadPool(24);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Queue<Future<CommittedTransaction>> writes = new ConcurrentLinkedQueue<>();
    private final Queue<Callable<CommittedTransaction>> submissions = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();
    private ScriptedNetwork network;

    @BeforeEach
    void start() throws Exception {
        network = ScriptedNetwork.honest(state, USERS);
        network.open();
    }

    @AfterEach
    void stop() {
        clock.shutdownNow();
        writers.shutdownNow();
        network.close();
    }

    /** What a phase of the task took. */
    private record Step(String name, CommittedTransaction committed, double millis) {}

    @Test
    void others_writes_neither_delay_close_and_advance_nor_fail() throws Exception {
        String[] ids = {network.id(0, "p1"), network.id(1, "p1"), network.id(2, "p1")};
        for (String id : ids) {
            network.enrol(id, "TRAINER,AGGREGATOR");
        }
        ScriptedTask task = new ScriptedTask(
                        network, SmallTask.with(SmallTask.spec("watched"), "schedule.versions", "40"))
                .start(ids);
        prepareOthers();
        versions(task, ids, 1); // Code that has run before, in both phases.

        List<Step> quiet = versions(task, ids, VERSIONS_A_PHASE);
        long started = System.nanoTime();
        clock.scheduleAtFixedRate(this::write, 0, 1_000 / WRITES_A_SECOND, TimeUnit.MILLISECONDS);
        List<Step> busy = new ArrayList<>();
        while (busy.size() < 2 * VERSIONS_A_PHASE || writes.size() <= WRITES_A_SECOND / 2) {
            busy.addAll(versions(task, ids, 1));
        }
        clock.shutdown();
        assertThat(clock.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        double seconds = (System.nanoTime() - started) / 1e9;

        int retried = 0;
        for (Future<CommittedTransaction> write : writes) {
            // get throws what the writer met: nobody may meet anything.
            retried += write.get(60, TimeUnit.SECONDS).attempts() > 1 ? 1 : 0;
        }
        System.out.printf(
                "%d writes of others in %.1f s, %d of them retried inside the client; close %.0f ms quiet, %.0f ms"
                        + " busy; advance %.0f ms quiet, %.0f ms busy%n",
                writes.size(),
                seconds,
                retried,
                median(quiet, "close"),
                median(busy, "close"),
                median(quiet, "advance"),
                median(busy, "advance"));
        assertThat(writes).as("writes of others").hasSizeGreaterThan(WRITES_A_SECOND / 2);
        assertThat(quiet).allMatch(step -> step.committed().attempts() == 1);
        assertThat(busy)
                .as("no conflict, so no second proposal")
                .hasSizeGreaterThanOrEqualTo(2 * VERSIONS_A_PHASE)
                .allMatch(step -> step.committed().attempts() == 1);
        // Writers and task share this machine's processors, so only a delay far beyond that would tell of anything.
        for (String step : List.of("close", "advance")) {
            assertThat(median(busy, step)).isLessThan(10 * median(quiet, step) + 3_000);
        }
    }

    /** Tasks with many members, all of whom are about to submit. They join at once, and share accounts. */
    private void prepareOthers() throws Exception {
        List<String> members = new ArrayList<>();
        for (int enterprise = 0; enterprise < 3; enterprise++) {
            for (int user = 2; user <= USERS; user++) {
                members.add(network.id(enterprise, "p" + user));
            }
        }
        for (String id : members) {
            network.enrol(id, "TRAINER");
        }
        for (int i = 0; i < OTHER_TASKS; i++) {
            ScriptedTask other = new ScriptedTask(network, SmallTask.spec("other-" + i)).create();
            List<Future<CommittedTransaction>> joins = new ArrayList<>();
            for (String id : members) {
                joins.add(writers.submit(() -> network.as(id).submit("participant:Join", other.joining(id))));
            }
            for (Future<CommittedTransaction> join : joins) {
                join.get(60, TimeUnit.SECONDS);
            }
            other.startJoined(members.toArray(String[]::new));
            VersionRecord base = other.version("head");
            for (String id : members) {
                String[] submission = other.submitting(base, other.submission(id, base, other.update(id, base)));
                submissions.add(() -> network.as(id).submit("update:Submit", submission));
            }
        }
    }

    /** One write by somebody who has nothing to do with the watched task. */
    private void write() {
        int n = number.getAndIncrement();
        String admin = network.id(n % 3, "admin");
        Callable<CommittedTransaction> submission = n % 5 == 0 ? submissions.poll() : null;
        if (submission != null) {
            writes.add(writers.submit(submission));
        } else if (n % 2 == 0) {
            String key = Digests.sha256Hex(("key " + n).getBytes(StandardCharsets.UTF_8));
            writes.add(writers.submit(() -> network.as(admin).submit("participant:Enroll", "n" + n, "TRAINER", key)));
        } else {
            String rows = ScriptedNetwork.registration("rows-" + n, 0);
            writes.add(writers.submit(() -> network.as(admin).submit("participant:RegisterData", rows)));
        }
    }

    private List<Step> versions(ScriptedTask task, String[] ids, int count) throws Exception {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            VersionRecord base = task.version("head");
            for (String id : ids) {
                task.submit(id, base, task.update(id, base));
            }
            task.revealAll(base, ids);
            String version = Long.toString(base.version());
            steps.add(timed("close", () -> network.as(ids[0]).submit("round:Close", task.name, version)));
            String[] advance = task.advancing(base, task.recomputed(ids[1], base.version() + 1), List.of());
            steps.add(timed("advance", () -> network.as(ids[1]).submit("round:Advance", advance)));
        }
        return steps;
    }

    private static Step timed(String name, Callable<CommittedTransaction> call) throws Exception {
        long start = System.nanoTime();
        CommittedTransaction committed = call.call();
        return new Step(name, committed, (System.nanoTime() - start) / 1e6);
    }

    private static double median(List<Step> steps, String name) {
        double[] millis = steps.stream()
                .filter(step -> step.name().equals(name))
                .mapToDouble(Step::millis)
                .sorted()
                .toArray();
        return millis[millis.length / 2];
    }
}
