package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A long task of a tiny model: what grows with its versions, and what does not. {@code -Dversions=1000} makes it longer.
 *
 */
class ManyVersionsIT {
    private static final int VERSIONS = Integer.getInteger("versions", 100);
    private static final int KEPT = 5;
    private static final int COLLECTED_EVERY = 10;
    private static final int ENTERPRISES = 3;

    /** Successors an endorser remembers, with some under way. */
    private static final int MOST_REMEMBERED = 34;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void keeps_stores_state_folders_and_memory_bounded() throws Exception {
        try (TestFederation federation = TestFederation.start(folder.resolve("network"), ENTERPRISES, 1)) {
            federation.create(federation.draft(VERSIONS, 120, ENTERPRISES));
            List<Future<Map<String, TaskRecord>>> nodes = new ArrayList<>();
            for (int e = 0; e < ENTERPRISES; e++) {
                NodeSettings settings = TestFederation.settings(state(e), new Retention(KEPT, KEPT, COLLECTED_EVERY));
                TrainerNode node = federation.node(
                        e, settings, federation.store(e), ProgressLog.to(folder.resolve("progress-" + e)));
                nodes.add(threads.submit(node::run));
            }
            federation.startWith(ENTERPRISES);
            long started = System.nanoTime();
            for (int part = 1; part <= 10; part++) {
                awaitVersion(federation, (long) VERSIONS * part / 10);
                print(federation, (System.nanoTime() - started) / 1e9);
            }
            for (Future<Map<String, TaskRecord>> node : nodes) {
                assertThat(node.get(60, TimeUnit.SECONDS)
                                .get(TestFederation.TASK)
                                .state())
                        .isEqualTo(TaskState.COMPLETED);
            }

            for (int e = 0; e < ENTERPRISES; e++) {
                // Pinned: the models and own updates of the last versions, and the validation set.
                assertThat(federation.store(e).pinned(Duration.ofSeconds(5)))
                        .contains(Cid.parse(federation.head().modelCid()))
                        .hasSizeLessThanOrEqualTo(2 * KEPT + 4);
                // Beside those, what came since the last collection: a model and an update of each member a version.
                assertThat(blocks(federation, e))
                        .isLessThan(2 * KEPT + 4 + (ENTERPRISES + 1) * (COLLECTED_EVERY + KEPT));
                assertThat(filesIn(state(e).resolve("sealed"))).isLessThan(4);
            }
            // What endorsers put together for a version is remembered for some versions, in each of them.
            assertThat(instances("org.fedfabric.chaincode.judging.Successor"))
                    .isBetween(1, ENTERPRISES * MOST_REMEMBERED);
            // Records as read are remembered by their bytes, 8 MiB in all: RecordMemoryTest.
        }
    }

    private Path state(int enterprise) {
        return folder.resolve("node-" + enterprise);
    }

    private static void awaitVersion(TestFederation federation, long version) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        while (federation.head().version() < version) {
            assertThat(System.nanoTime()).as("version %s in time", version).isLessThan(end);
            Thread.sleep(50);
        }
    }

    /** What the store lists, pinned or not. */
    private static int blocks(TestFederation federation, int enterprise) throws Exception {
        URI uri = federation.connections(enterprise).profile().contentStore().resolve("/api/v0/refs/local");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return (int) HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.contains("\"Ref\""))
                .count();
    }

    private static long filesIn(Path place) throws IOException {
        return sizes(place).size();
    }

    private static long bytesIn(Path place) throws IOException {
        return sizes(place).stream().mapToLong(size -> size).sum();
    }

    /** Sizes of all files that stay while they are looked at. */
    private static List<Long> sizes(Path place) throws IOException {
        List<Long> sizes = new ArrayList<>();
        Files.walkFileTree(place, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sizes.add(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sizes;
    }

    /** Living objects of a class. */
    private static int instances(String className) throws Exception {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length > 3 && columns[3].equals(className))
                .mapToInt(columns -> Integer.parseInt(columns[1]))
                .sum();
    }

    private void print(TestFederation federation, double seconds) throws Exception {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.printf(
                "version %d after %.1f s: heap %.1f MB, ledger %.2f MB, content stores %.2f MB, state %.1f kB,"
                        + " progress %.1f kB, blocks %d%n",
                federation.head().version(),
                seconds,
                heap / 1e6,
                (bytesIn(folder.resolve("network")) - bytesIn(folder.resolve("network/content"))) / 1e6,
                bytesIn(folder.resolve("network/content")) / 1e6,
                bytesIn(state(0)) / 1e3,
                Files.size(folder.resolve("progress-0")) / 1e3,
                blocks(federation, 0));
    }
}
