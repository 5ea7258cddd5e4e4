package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.round.VersionRules;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Participants that are lost for good in the middle of a task. All cases run at once, as each waits for a deadline most of
 * the time.
 */
@Timeout(300)
class LostParticipantsIT {
    private static final int DEADLINE_SECONDS = 20;

    /** What a lost participant may cost a version beyond what one takes without losses, by the times on the ledger. */
    private static final long MOST_MILLIS = DEADLINE_SECONDS * 1000L + VersionRules.SKEW_MILLIS + 10_000;

    private static final int VERSIONS = 4;
    private static final int LOST_AT = 1;

    @TempDir
    static Path folder;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static Future<List<VersionRecord>> dead;
    private static Future<List<VersionRecord>> withholding;
    private static Future<List<VersionRecord>> half;

    /** A node of that enterprise ends the moment it tells of that step. */
    private record Loss(int enterprise, String step) {}

    @BeforeAll
    static void begin() {
        dead = THREADS.submit(() -> history("dead", 3, new Loss(2, "training-finished")));
        withholding = THREADS.submit(() -> history("withholding", 3, new Loss(2, "submitted")));
        half = THREADS.submit(() -> history("half", 4, new Loss(1, "training-finished"), new Loss(3, "sealed")));
    }

    @AfterAll
    static void end() {
        THREADS.shutdownNow();
    }

    /** Runs a task; returns all its versions. */
    private static List<VersionRecord> history(String name, int enterprises, Loss... losses) throws Exception {
        Path place = folder.resolve(name);
        try (TestFederation federation = TestFederation.start(place.resolve("network"), enterprises, 1)) {
            federation.create(federation.draft(VERSIONS, DEADLINE_SECONDS, 2));
            List<Future<Map<String, TaskRecord>>> running = new ArrayList<>();
            TrainerNode[] nodes = new TrainerNode[enterprises];
            for (int e = 0; e < enterprises; e++) {
                int enterprise = e;
                ProgressTrap trap = new ProgressTrap(line -> {
                    for (Loss loss : losses) {
                        if (loss.enterprise() == enterprise && line.contains(ProgressTrap.step(loss.step(), LOST_AT))) {
                            nodes[enterprise].close();
                        }
                    }
                });
                nodes[e] = federation.node(e, place.resolve("node-" + e), ProgressLog.to(trap));
                running.add(THREADS.submit(nodes[e]::run));
            }
            federation.startWith(enterprises);
            List<Integer> lost = List.of(losses).stream().map(Loss::enterprise).toList();
            for (int e = 0; e < enterprises; e++) {
                if (!lost.contains(e)) {
                    assertThat(running.get(e)
                                    .get(150, TimeUnit.SECONDS)
                                    .get(TestFederation.TASK)
                                    .state())
                            .isEqualTo(TaskState.COMPLETED);
                }
            }
            lost.forEach(e -> running.get(e).cancel(true));
            List<VersionRecord> versions = new ArrayList<>();
            for (long version = 0; version <= VERSIONS; version++) {
                versions.add(federation
                        .contract(0, "p1")
                        .version(TestFederation.TASK, version)
                        .orElseThrow());
            }
            return versions;
        }
    }

    private static List<VersionRecord> of(Future<List<VersionRecord>> run) throws Exception {
        List<VersionRecord> versions = run.get(240, TimeUnit.SECONDS);
        long undisturbed = millis(versions, 0);
        for (int v = LOST_AT; v < VERSIONS; v++) {
            long millis = millis(versions, v);
            assertThat(millis - undisturbed).as("what version %d cost", v).isLessThanOrEqualTo(MOST_MILLIS);
            if (v != LOST_AT) {
                assertThat(millis)
                        .as("version %d waits for nobody who is known to be away", v)
                        .isLessThan(DEADLINE_SECONDS * 1000L);
            }
        }
        return versions;
    }

    private static long millis(List<VersionRecord> versions, int version) {
        return versions.get(version + 1).openedMillis() - versions.get(version).openedMillis();
    }

    private static List<String> included(VersionRecord version) {
        return ids(version, Verdict.Outcome.INCLUDED);
    }

    private static List<String> ids(VersionRecord version, Verdict.Outcome outcome) {
        return version.contributors().stream()
                .filter(contributor -> contributor.verdict().outcome() == outcome)
                .map(Contributor::id)
                .map(id -> id.substring(0, "EnterpriseA".length()))
                .toList();
    }

    @Test
    void who_dies_costs_one_deadline_and_then_rests() throws Exception {
        List<VersionRecord> versions = of(dead);
        assertThat(included(versions.get(0))).containsExactly("EnterpriseA", "EnterpriseB", "EnterpriseC");
        for (int v = LOST_AT; v < VERSIONS; v++) {
            assertThat(included(versions.get(v))).containsExactly("EnterpriseA", "EnterpriseB");
        }
        assertThat(versions.get(LOST_AT + 1).selected()).noneMatch(id -> id.startsWith("EnterpriseC"));
    }

    @Test
    void who_commits_and_never_reveals_costs_one_deadline_and_then_rests() throws Exception {
        List<VersionRecord> versions = of(withholding);
        assertThat(ids(versions.get(LOST_AT), Verdict.Outcome.UNAVAILABLE)).containsExactly("EnterpriseC");
        for (int v = LOST_AT; v < VERSIONS; v++) {
            assertThat(included(versions.get(v))).containsExactly("EnterpriseA", "EnterpriseB");
        }
        assertThat(versions.get(LOST_AT + 1).selected()).noneMatch(id -> id.startsWith("EnterpriseC"));
    }

    @Test
    void the_other_half_completes_the_task_when_half_of_the_trainers_are_gone() throws Exception {
        List<VersionRecord> versions = of(half);
        for (int v = LOST_AT; v < VERSIONS; v++) {
            assertThat(included(versions.get(v))).containsExactly("EnterpriseA", "EnterpriseC");
        }
    }
}
