package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.fedfabric.chaincode.FedFabricChaincode;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class TrainerNodeIT {
    /** What an undisturbed run ends with; found by the first run of this JVM, whichever test it is. */
    private static String undisturbedCid;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** Progress lines, and a way to wait for one. */
    private static final class Recorded extends OutputStream {
        private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        private final String awaited;
        private final CountDownLatch seen = new CountDownLatch(1);

        Recorded(String awaited) {
            this.awaited = awaited;
        }

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException("lines are written whole");
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            String line = new String(bytes, from, length, StandardCharsets.UTF_8);
            lines.add(line);
            if (awaited != null && line.contains(awaited)) {
                seen.countDown();
            }
        }
    }

    private static String step(String step, long version) {
        return "\"version\":" + version + ",\"step\":\"" + step + "\"";
    }

    private Future<Map<String, TaskRecord>> run(TestFederation federation, int enterprise, OutputStream progress)
            throws Exception {
        TrainerNode node = federation.node(enterprise, folder.resolve("node-" + enterprise), ProgressLog.to(progress));
        return threads.submit(node::run);
    }

    private String undisturbed() throws Exception {
        if (undisturbedCid == null) {
            try (TestFederation federation = TestFederation.start(folder.resolve("undisturbed"), 3, 2)) {
                federation.create(federation.draft(3, 120, 4));
                List<Future<Map<String, TaskRecord>>> nodes = new ArrayList<>();
                for (int e = 0; e < 3; e++) {
                    Path state = folder.resolve("undisturbed-node-" + e);
                    TrainerNode node = federation.node(e, state, ProgressLog.none());
                    nodes.add(threads.submit(node::run));
                }
                federation.startWith(6);
                for (Future<Map<String, TaskRecord>> node : nodes) {
                    node.get(60, TimeUnit.SECONDS);
                }
                undisturbedCid = federation.head().modelCid();
            }
        }
        return undisturbedCid;
    }

    @Test
    void takes_a_task_from_joining_to_its_last_version() throws Exception {
        try (TestFederation federation = TestFederation.start(folder.resolve("network"), 3, 2)) {
            federation.create(federation.draft(3, 120, 4));
            List<Recorded> progress = List.of(new Recorded(null), new Recorded(null), new Recorded(null));
            List<Future<Map<String, TaskRecord>>> nodes = new ArrayList<>();
            for (int e = 0; e < 3; e++) {
                nodes.add(run(federation, e, progress.get(e)));
            }
            federation.startWith(6);
            for (Future<Map<String, TaskRecord>> node : nodes) {
                assertThat(node.get(90, TimeUnit.SECONDS)
                                .get(TestFederation.TASK)
                                .state())
                        .isEqualTo(TaskState.COMPLETED);
            }
            assertThat(federation.head().version()).isEqualTo(3);
            assertThat(federation.head().scoreMicros()).isLessThan(620_000);
            for (long version = 0; version < 3; version++) {
                assertThat(federation
                                .contract(0, "p1")
                                .version(TestFederation.TASK, version)
                                .orElseThrow()
                                .contributors())
                        .hasSize(6)
                        .allMatch(c -> c.verdict().outcome() == Verdict.Outcome.INCLUDED);
            }
            for (int e = 0; e < 3; e++) {
                assertThat(federation.store(e).pinned(Duration.ofSeconds(5)))
                        .contains(Cid.parse(federation.head().modelCid()));
                assertThat(federation.connections(e).counters().snapshot().failed())
                        .isZero();
                assertThat(String.join("", progress.get(e).lines))
                        .contains(step("training-started", 0), step("submitted", 2), step("revealed", 2), "\"ended\"");
            }
            assertThat(undisturbed())
                    .as("the same seed gives the same model")
                    .isEqualTo(federation.head().modelCid());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "training-started",
                "training-finished",
                "sealed",
                "submitted",
                "closed-seen",
                "revealed",
                "judged",
                "advance-started",
                "advanced"
            })
    void ends_with_the_undisturbed_model_when_a_node_dies_after(String step) throws Exception {
        String expected = undisturbed();
        try (TestFederation federation = TestFederation.start(folder.resolve("network"), 3, 2)) {
            federation.create(federation.draft(3, 120, 4));
            Recorded dying = new Recorded(step(step, 1));
            TrainerNode first = federation.node(0, folder.resolve("node-0"), ProgressLog.to(dying));
            threads.submit(first::run);
            List<Future<Map<String, TaskRecord>>> others =
                    List.of(run(federation, 1, new Recorded(null)), run(federation, 2, new Recorded(null)));
            federation.startWith(6);
            boolean died = dying.seen.await(30, TimeUnit.SECONDS);
            first.close();
            assertThat(died || step.startsWith("advance"))
                    .as("the step was seen")
                    .isTrue();
            Future<Map<String, TaskRecord>> second = run(federation, 0, new Recorded(null));
            assertThat(second.get(90, TimeUnit.SECONDS).get(TestFederation.TASK).state())
                    .isEqualTo(TaskState.COMPLETED);
            for (Future<Map<String, TaskRecord>> other : others) {
                other.get(30, TimeUnit.SECONDS);
            }
            assertThat(federation.head().modelCid()).isEqualTo(expected);
        }
    }

    @Test
    void goes_on_through_the_others_when_the_chaincode_of_its_own_enterprise_is_altered() throws Exception {
        String expected = undisturbed();
        try (TestFederation federation = TestFederation.start(folder.resolve("network"), 3, 2, context -> {
            FedFabricChaincode genuine = new FedFabricChaincode(ContentStore.atKubo(context.contentApi()));
            return context.enterprise().equals("enterprise-a") ? new AlteredChaincode(genuine) : genuine;
        })) {
            federation.create(federation.draft(3, 120, 4));
            List<Future<Map<String, TaskRecord>>> nodes = new ArrayList<>();
            for (int e = 0; e < 3; e++) {
                nodes.add(run(federation, e, new Recorded(null)));
            }
            federation.startWith(6);
            for (Future<Map<String, TaskRecord>> node : nodes) {
                node.get(90, TimeUnit.SECONDS);
            }
            assertThat(federation.head().modelCid()).isEqualTo(expected);
            for (int e = 0; e < 3; e++) {
                assertThat(federation.connections(e).counters().snapshot().failed())
                        .isZero();
            }
        }
    }

    @Test
    void takes_in_who_joins_later_and_lets_go_who_leaves() throws Exception {
        try (TestFederation federation = TestFederation.start(folder.resolve("network"), 3, 2)) {
            federation.create(federation.draft(12, 120, 2));
            Recorded first = new Recorded(step("published-seen", 1));
            List<Future<Map<String, TaskRecord>>> nodes = new ArrayList<>();
            nodes.add(run(federation, 0, first));
            nodes.add(run(federation, 1, new Recorded(null)));
            federation.startWith(4);
            assertThat(first.seen.await(60, TimeUnit.SECONDS)).isTrue();
            federation.contract(1, "p2").leave(TestFederation.TASK);
            nodes.add(run(federation, 2, new Recorded(null)));
            for (Future<Map<String, TaskRecord>> node : nodes) {
                node.get(120, TimeUnit.SECONDS);
            }
            VersionRecord last = federation
                    .contract(0, "p1")
                    .version(TestFederation.TASK, 11)
                    .orElseThrow();
            assertThat(last.contributors().stream().map(Contributor::id))
                    .contains("EnterpriseAMSP/p1", "EnterpriseBMSP/p1", "EnterpriseCMSP/p1", "EnterpriseCMSP/p2")
                    .doesNotContain("EnterpriseBMSP/p2");
        }
    }

    @Test
    void goes_on_without_bytes_that_are_withheld_once_the_deadline_has_passed() throws Exception {
        try (TestFederation federation = TestFederation.start(folder.resolve("network"), 3, 1)) {
            federation.create(federation.draft(2, 20, 2));
            List<Future<Map<String, TaskRecord>>> nodes =
                    List.of(run(federation, 0, new Recorded(null)), run(federation, 1, new Recorded(null)));
            ContentStore genuine = federation.store(2);
            ContentStore withholding = (ContentStore) Proxy.newProxyInstance(
                    ContentStore.class.getClassLoader(),
                    new Class<?>[] {ContentStore.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("put")) {
                            return Cid.of((byte[]) arguments[0]);
                        }
                        try {
                            return method.invoke(genuine, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
            TrainerNode silent = federation.node(2, folder.resolve("node-2"), withholding, ProgressLog.none());
            Future<Map<String, TaskRecord>> ended = threads.submit(silent::run);
            federation.startWith(3);
            for (Future<Map<String, TaskRecord>> node : nodes) {
                assertThat(node.get(120, TimeUnit.SECONDS)
                                .get(TestFederation.TASK)
                                .state())
                        .isEqualTo(TaskState.COMPLETED);
            }
            ended.get(30, TimeUnit.SECONDS);
            List<Contributor> contributors = federation
                    .contract(0, "p1")
                    .version(TestFederation.TASK, 0)
                    .orElseThrow()
                    .contributors();
            assertThat(contributors.stream().map(c -> c.verdict().outcome()))
                    .containsExactly(Verdict.Outcome.INCLUDED, Verdict.Outcome.INCLUDED, Verdict.Outcome.UNAVAILABLE);
        }
    }
}
