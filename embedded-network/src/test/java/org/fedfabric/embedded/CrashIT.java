package org.fedfabric.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a network owes its clients when its process or its disk fails under load. */
@Timeout(300)
class CrashIT {
    private static final int SENDERS = 8;

    @TempDir
    Path directory;

    @Test
    void nothing_acknowledged_is_lost_when_the_network_is_killed_under_load() throws Exception {
        Path state = directory.resolve("state");
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        for (int kill = 1; kill <= 3; kill++) {
            try (NetworkProcess network = NetworkProcess.start(state, List.of())) {
                Load load = new Load(network.enterprise("enterprise-a"), "kill" + kill + "-", acknowledged);
                load.awaitAcknowledged(acknowledged.size() + 60 * kill);
                network.kill();
                load.stop();
            }
        }
        try (NetworkProcess network = NetworkProcess.start(state, List.of());
                GatewayClient client = GatewayClient.connect(network.enterprise("enterprise-b"), "p1")) {
            assertThat(List.of(client.evaluate("keys", "kill", "kill~").split(",")))
                    .containsAll(acknowledged);
            assertThat(acknowledged).hasSizeGreaterThan(300);
            assertThat(client.submit("put", "after", "1")).isEqualTo("after");
        }
    }

    @Test
    void a_full_disk_ends_the_process_with_one_sentence_and_loses_nothing_acknowledged() throws Exception {
        Path state = directory.resolve("state");
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        // No file may grow beyond 400 kB: the ledger reaches that after about a hundred transactions.
        try (NetworkProcess network =
                NetworkProcess.start(state, List.of("bash", "-c", "ulimit -f 400; exec \"$@\"", "limited"))) {
            Load load = new Load(network.enterprise("enterprise-a"), "full-", acknowledged);
            assertThat(network.awaitExit()).isEqualTo(ExitCode.LEDGER_NOT_WRITABLE.number());
            load.stop();
            assertThat(network.log().lines().filter(line -> line.startsWith("error: ")))
                    .singleElement()
                    .asString()
                    .contains(state.resolve("ledger/federation/blocks").toString(), "Free space on its disk");
        }
        assertThat(acknowledged).isNotEmpty();
        try (NetworkProcess network = NetworkProcess.start(state, List.of());
                GatewayClient client = GatewayClient.connect(network.enterprise("enterprise-a"), "p1")) {
            assertThat(List.of(client.evaluate("keys", "full-", "full-~").split(",")))
                    .containsAll(acknowledged);
            assertThat(client.submit("put", "after", "1")).isEqualTo("after");
        }
    }

    /** Senders that put one key after the other and note the ones whose commit was acknowledged. */
    private static final class Load {
        private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        private final GatewayClient client;
        private final Queue<String> acknowledged;

        Load(EnterpriseEndpoint endpoint, String prefix, Queue<String> acknowledged) {
            this.client = GatewayClient.connect(endpoint, "p1");
            this.acknowledged = acknowledged;
            AtomicInteger next = new AtomicInteger();
            for (int i = 0; i < SENDERS; i++) {
                senders.execute(() -> send(prefix, next));
            }
        }

        private void send(String prefix, AtomicInteger next) {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    String key = prefix + next.incrementAndGet();
                    client.submit("put", key, "1");
                    acknowledged.add(key);
                }
            } catch (Exception e) {
                return; // the network has gone
            }
        }

        void awaitAcknowledged(int count) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (acknowledged.size() < count && System.nanoTime() < deadline) {
                senders.awaitTermination(5, TimeUnit.MILLISECONDS);
            }
        }

        void stop() throws InterruptedException {
            senders.shutdownNow();
            client.close();
            senders.awaitTermination(30, TimeUnit.SECONDS);
        }
    }
}
