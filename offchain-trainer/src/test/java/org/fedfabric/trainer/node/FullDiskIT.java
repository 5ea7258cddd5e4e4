package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.trainer.cli.Fedfabric;
import org.fedfabric.trainer.dataset.ParticipantFolder;
import org.fedfabric.trainer.dataset.SplitPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full: whoever needs it ends with exit code 7 and a sentence, and goes on when there is room. */
@Timeout(600)
class FullDiskIT {
    private static final int ENTERPRISES = 3;
    private static final int VERSIONS = 4;

    /** Generous: a person has to find room first. */
    private static final int DEADLINE_SECONDS = 240;

    private static final int DISK_FULL = 7;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<TrainerNode> nodes = new ArrayList<>();
    private final List<Future<Map<String, TaskRecord>>> running = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(TrainerNode::close);
        threads.shutdownNow();
    }

    private ProgressTrap runNode(TestFederation federation, int enterprise, ProgressTrap.Listener listener)
            throws Exception {
        ProgressTrap trap = new ProgressTrap(listener);
        TrainerNode node = federation.node(enterprise, folder.resolve("node-" + enterprise), ProgressLog.to(trap));
        nodes.add(node);
        running.add(threads.submit(node::run));
        return trap;
    }

    private void requireAllIncluded(TestFederation federation) throws Exception {
        for (Future<Map<String, TaskRecord>> node : running) {
            assertThat(node.get(120, TimeUnit.SECONDS).get(TestFederation.TASK).state())
                    .isEqualTo(TaskState.COMPLETED);
        }
        for (long version = 0; version < VERSIONS; version++) {
            assertThat(federation
                            .contract(1, "p1")
                            .version(TestFederation.TASK, version)
                            .orElseThrow()
                            .contributors())
                    .as("nothing that was acknowledged in version %d is lost", version)
                    .hasSize(ENTERPRISES)
                    .allMatch(contributor -> contributor.verdict().outcome() == Verdict.Outcome.INCLUDED);
        }
    }

    @Test
    void the_network_stops_and_goes_on_when_there_is_room() throws Exception {
        Path state = folder.resolve("disk/network");
        try (TinyDisk disk = TinyDisk.mount(folder.resolve("disk"), 16);
                NetworkProcess network = new NetworkProcess(state, ENTERPRISES, false);
                TestFederation federation = TestFederation.on(network)) {
            federation.create(federation.draft(VERSIONS, DEADLINE_SECONDS, ENTERPRISES));
            ProgressTrap first = runNode(federation, 0, line -> {
                if (line.contains(ProgressTrap.step("training-finished", 1))) {
                    disk.fill();
                }
            });
            runNode(federation, 1, line -> {});
            runNode(federation, 2, line -> {});
            federation.startWith(ENTERPRISES);
            assertThat(network.awaitEnd()).isEqualTo(DISK_FULL);
            assertThat(network.output())
                    .containsPattern("(?m)^error: The ledger file .* cannot be extended .* Free space on its disk");
            disk.free();
            network.start();
            requireAllIncluded(federation);
            assertThat(first.errors()).isEmpty();
        }
    }

    @Test
    void a_trainer_refuses_or_stops_and_goes_on_when_there_is_room() throws Exception {
        Path rows = folder.resolve("rows");
        ParticipantFolder.write(
                rows.resolve("p1"),
                TestFederation.rows(21, 40),
                "made up",
                new SplitPlan.Owner("enterprise-c", "p1"),
                "iid",
                7);
        Path log = folder.resolve("trainer.log");
        try (TinyDisk disk = TinyDisk.mount(folder.resolve("disk"), 1);
                TestFederation federation = TestFederation.start(folder.resolve("network"), ENTERPRISES, 1)) {
            federation.create(federation.draft(VERSIONS, DEADLINE_SECONDS, ENTERPRISES));
            // The command takes its user's name for that of the data account.
            federation.register(2, "p1");

            disk.fill();
            assertThat(endOf(trainer(rows, log))).isEqualTo(DISK_FULL);
            assertThat(Files.readString(log))
                    .containsPattern("(?m)^error: The state folder must be writable.*Free space");
            assertThat(federation.contract(0, "admin").memberships(TestFederation.TASK))
                    .as("nobody joins with a secret that is not on disk")
                    .isEmpty();

            disk.free();
            Process trainer = trainer(rows, log);
            ProgressTrap first = runNode(federation, 0, line -> {
                if (line.contains(ProgressTrap.step("published-seen", 1))) {
                    disk.fill();
                }
            });
            runNode(federation, 1, line -> {});
            federation.startWith(ENTERPRISES);
            assertThat(endOf(trainer)).as(Files.readString(log)).isEqualTo(DISK_FULL);
            assertThat(Files.readString(log))
                    .containsPattern("(?m)^error: The update must be on disk.*Free space")
                    .doesNotContain("\n\tat ");

            disk.free();
            trainer = trainer(rows, log);
            requireAllIncluded(federation);
            assertThat(endOf(trainer)).isZero();
            assertThat(first.errors()).isEmpty();
        }
    }

    /** The command as a person would start it, for participant p1 of the third enterprise. */
    private Process trainer(Path rows, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Fedfabric.class.getName(),
                        "trainer",
                        "run",
                        "--network",
                        folder.resolve("network").toString(),
                        "--enterprise",
                        "enterprise-c",
                        "--participants",
                        "p1",
                        "--data",
                        rows.toString(),
                        "--task",
                        TestFederation.TASK,
                        "--state",
                        folder.resolve("disk/state").toString(),
                        "--progress",
                        folder.resolve("progress").toString(),
                        "--simulation-seed",
                        "7")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static int endOf(Process process) throws InterruptedException {
        assertThat(process.waitFor(120, TimeUnit.SECONDS))
                .as("the trainer ends")
                .isTrue();
        return process.exitValue();
    }
}
