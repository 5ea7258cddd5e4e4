package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of the network, and of every chaincode, once in each version and each time at another point of it. The trainer
 * that tells of the point waits until the victim is dead, so the kill never comes late.
 */
@Timeout(900)
class KilledNetworkIT {
    private static final int ENTERPRISES = 3;

    /** Point i falls into version i + 1. */
    private static final List<String> POINTS =
            List.of("training-finished", "sealed", "submitted", "closed", "computed");

    /** One more before the points, one for the torn block, one after everything. */
    private static final int VERSIONS = POINTS.size() + 3;

    /** Nobody may miss it, however loaded the machine is: who does changes the model. */
    private static final int DEADLINE_SECONDS = 240;

    /** Found by the first test of this JVM, whichever it is. */
    private static String undisturbedCid;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<TrainerNode> nodes = new ArrayList<>();
    private final List<ProgressTrap> traps = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(TrainerNode::close);
        threads.shutdownNow();
    }

    private interface Disturbance {
        void happen() throws Exception;
    }

    private String run(TestFederation federation, String name, ProgressTrap.Listener listener, Disturbance disturbance)
            throws Exception {
        federation.create(federation.draft(VERSIONS, DEADLINE_SECONDS, ENTERPRISES));
        List<Future<Map<String, TaskRecord>>> running = new ArrayList<>();
        for (int e = 0; e < ENTERPRISES; e++) {
            ProgressTrap trap = new ProgressTrap(listener);
            TrainerNode node = federation.node(e, folder.resolve(name + "-" + e), ProgressLog.to(trap));
            traps.add(trap);
            nodes.add(node);
            running.add(threads.submit(node::run));
        }
        federation.startWith(ENTERPRISES);
        disturbance.happen();
        for (Future<Map<String, TaskRecord>> node : running) {
            assertThat(node.get(300, TimeUnit.SECONDS).get(TestFederation.TASK).state())
                    .isEqualTo(TaskState.COMPLETED);
        }
        for (long version = 0; version < VERSIONS; version++) {
            assertThat(federation
                            .contract(1, "p1")
                            .version(TestFederation.TASK, version)
                            .orElseThrow()
                            .contributors())
                    .as("what was acknowledged in version %d", version)
                    .hasSize(ENTERPRISES)
                    .allMatch(contributor -> contributor.verdict().outcome() == Verdict.Outcome.INCLUDED);
        }
        assertThat(traps).allSatisfy(trap -> assertThat(trap.errors()).isEmpty());
        assertThat(federation.head().version()).isEqualTo(VERSIONS);
        return federation.head().modelCid();
    }

    private String undisturbed() throws Exception {
        if (undisturbedCid == null) {
            try (TestFederation federation = TestFederation.start(folder.resolve("undisturbed"), ENTERPRISES, 1)) {
                undisturbedCid = run(federation, "undisturbed", line -> {}, () -> {});
            }
        }
        return undisturbedCid;
    }

    /** Calls {@code kill} at each point, and puts the point's name into {@code killed} when it is done. */
    private static ProgressTrap.Listener killingAtEachPoint(Disturbance kill, BlockingQueue<String> killed) {
        Set<String> done = ConcurrentHashMap.newKeySet();
        return line -> {
            for (int i = 0; i < POINTS.size(); i++) {
                if (line.contains(ProgressTrap.step(POINTS.get(i), i + 1L)) && done.add(POINTS.get(i))) {
                    kill.happen();
                    killed.add(POINTS.get(i));
                }
            }
        };
    }

    private static void awaitKill(BlockingQueue<String> killed, String point) throws InterruptedException {
        assertThat(killed.poll(300, TimeUnit.SECONDS)).isEqualTo(point);
    }

    @Test
    void the_task_ends_with_the_same_model_when_the_network_dies_at_every_point_and_while_it_writes_a_block()
            throws Exception {
        String expected = undisturbed();
        BlockingQueue<String> killed = new LinkedBlockingQueue<>();
        try (NetworkProcess network = new NetworkProcess(folder.resolve("network"), ENTERPRISES, false);
                TestFederation federation = TestFederation.on(network)) {
            String addresses = network.addresses();
            String cid = run(federation, "node", killingAtEachPoint(network::kill, killed), () -> {
                for (String point : POINTS) {
                    awaitKill(killed, point);
                    network.start();
                    assertThat(network.addresses()).isEqualTo(addresses);
                }
                killWhileWriting(network);
                network.start();
            });
            assertThat(cid).isEqualTo(expected);
        }
    }

    @Test
    void the_task_ends_with_the_same_model_when_all_chaincodes_die_at_every_point() throws Exception {
        String expected = undisturbed();
        BlockingQueue<String> killed = new LinkedBlockingQueue<>();
        try (NetworkProcess network = new NetworkProcess(folder.resolve("network"), ENTERPRISES, true);
                TestFederation federation = TestFederation.on(network)) {
            String cid = run(federation, "node", killingAtEachPoint(network::killChaincodes, killed), () -> {
                for (String point : POINTS) {
                    awaitKill(killed, point);
                }
            });
            assertThat(cid).isEqualTo(expected);
        }
    }

    /**
     * Kills the network as soon as its block file has grown, and leaves half a block at its end as a power failure may: of
     * the block that was not acknowledged yet, or of a copy if the kill came after that.
     */
    private static void killWhileWriting(NetworkProcess network) throws Exception {
        Path blocks = network.ledger("blocks");
        long before = Files.size(blocks);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (Files.size(blocks) == before) {
            assertThat(System.nanoTime()).as("a block within 60 s").isLessThan(end);
            Thread.onSpinWait();
        }
        network.kill();
        try (FileChannel file = FileChannel.open(blocks, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long acknowledged = ByteBuffer.wrap(Files.readAllBytes(network.ledger("height")))
                    .getLong();
            long complete = 0;
            long last = 0;
            for (long at = 0; at < file.size(); at += 8L + lengthAt(file, at)) {
                last = at;
                complete++;
            }
            ByteBuffer half = ByteBuffer.allocate((int) ((file.size() - last) / 2));
            file.read(half, last);
            if (complete > acknowledged) {
                file.truncate(last + half.capacity());
            } else {
                file.write(half.flip(), file.size());
            }
            file.force(true);
        }
    }

    private static int lengthAt(FileChannel file, long at) throws Exception {
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
        file.read(length, at);
        return length.flip().getInt();
    }
}
