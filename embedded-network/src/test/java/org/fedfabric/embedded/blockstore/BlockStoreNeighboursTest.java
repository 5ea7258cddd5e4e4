package org.fedfabric.embedded.blockstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.ContentUnavailableException;
import org.fedfabric.contentstore.Pinning;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several enterprises' stores, each of which asks the others for what it does not hold. */
@Timeout(60)
class BlockStoreNeighboursTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final List<BlockStoreServer> servers = new ArrayList<>();
    private final List<URI> others = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        for (int i = 0; i < 4; i++) {
            int self = i;
            servers.add(BlockStoreServer.start(directory.resolve("store" + i), 0, () -> neighboursOf(self)));
        }
    }

    @AfterEach
    void stop() throws IOException {
        for (BlockStoreServer server : servers) {
            server.close();
        }
    }

    @Test
    void gives_up_when_its_time_is_over_and_no_neighbour_has_the_block() {
        long start = System.nanoTime();
        assertThatExceptionOfType(ContentUnavailableException.class)
                .isThrownBy(() -> store(0).get(Cid.of(random(9)), 9, Duration.ofMillis(800)));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(500), Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 80_000, 3 * Cid.CHUNK_BYTES + 9})
    void fetches_what_any_neighbour_has_and_holds_it_unpinned(int lengthBytes) throws Exception {
        byte[] content = random(lengthBytes);
        Cid cid = store(3).put(content, Pinning.PINNED, SOON);

        assertThat(store(0).getLocal(cid, lengthBytes, SOON)).isEmpty();
        assertThat(store(0).get(cid, lengthBytes, SOON)).isEqualTo(content);
        assertThat(store(0).getLocal(cid, lengthBytes, SOON)).hasValue(content);
        assertThat(store(0).pinned(SOON)).isEmpty();
        store(0).collectGarbage(SOON);
        assertThat(store(0).getLocal(cid, lengthBytes, SOON)).isEmpty();

        store(0).pin(cid, SOON);
        store(0).collectGarbage(SOON);
        assertThat(store(0).getLocal(cid, lengthBytes, SOON)).hasValue(content);
    }

    @Test
    void serves_onwards_what_it_fetched_when_the_origin_is_gone() throws Exception {
        byte[] content = random(2 * Cid.CHUNK_BYTES);
        Cid cid = store(3).put(content, Pinning.PINNED, SOON);
        store(0).get(cid, content.length, SOON);
        servers.get(3).close();

        assertThat(store(1).get(cid, content.length, SOON)).isEqualTo(content);
    }

    @Test
    void waits_for_content_that_is_revealed_later() throws Exception {
        byte[] content = random(1000);
        CompletableFuture<byte[]> early = CompletableFuture.supplyAsync(() -> {
            try {
                return store(0).get(Cid.of(content), content.length, SOON);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(early).isNotCompleted();
        store(2).put(content, Pinning.UNPINNED, SOON);

        assertThat(early.get(20, TimeUnit.SECONDS)).isEqualTo(content);
    }

    @Test
    void passes_over_neighbours_that_are_down_hang_lie_redirect_or_ramble() throws Exception {
        byte[] content = random(5000);
        Cid cid = store(3).put(content, Pinning.PINNED, SOON);
        try (ServerSocket hanging = new ServerSocket(0)) {
            HttpServer liar = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            liar.createContext("/api/v0/block/get", exchange -> {
                exchange.sendResponseHeaders(200, 5000);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(random(5000 + 1), 0, 5000);
                }
            });
            HttpServer rambler = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            rambler.createContext("/api/v0/block/get", exchange -> {
                exchange.sendResponseHeaders(200, 0);
                try (OutputStream out = exchange.getResponseBody()) {
                    while (true) {
                        out.write(new byte[1 << 16]);
                    }
                }
            });
            HttpServer redirecting = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            redirecting.createContext("/api/v0/block/get", exchange -> {
                exchange.getResponseHeaders().add("Location", servers.get(3).uri() + "/api/v0/block/get?arg=" + cid);
                exchange.sendResponseHeaders(307, -1);
                exchange.close();
            });
            List<HttpServer> strangers = List.of(liar, rambler, redirecting);
            strangers.forEach(HttpServer::start);
            strangers.forEach(stranger -> others.add(uri(stranger.getAddress().getPort())));
            others.add(uri(hanging.getLocalPort()));
            servers.get(1).close();
            try {
                assertThat(store(0).get(cid, content.length, SOON)).isEqualTo(content);
            } finally {
                strangers.forEach(stranger -> stranger.stop(0));
            }
        }
    }

    @Test
    void keeps_answering_while_all_stores_wait_for_one_another() throws Exception {
        byte[] content = random(3000);
        ExecutorService judges = Executors.newFixedThreadPool(300);
        try {
            List<Future<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                int asked = i % 4;
                byte[] absent = random(4000 + i);
                // Refused at once above the bound on waiting requests, unavailable in the end below it.
                waiting.add(judges.submit(() -> assertThatThrownBy(
                                () -> store(asked).get(Cid.of(absent), absent.length, Duration.ofSeconds(2)))
                        .isInstanceOf(ContentStoreException.class)));
            }
            Cid cid = store(3).put(content, Pinning.PINNED, SOON);
            assertThat(store(0).get(cid, content.length, SOON)).isEqualTo(content);
            assertThat(store(1).get(cid, content.length, SOON)).isEqualTo(content);
            for (Future<?> each : waiting) {
                each.get(40, TimeUnit.SECONDS);
            }
        } finally {
            judges.shutdownNow();
        }
    }

    @Test
    void names_its_neighbours() throws Exception {
        assertThat(store(0).status(SOON).peers()).isEqualTo(3);
    }

    private List<URI> neighboursOf(int self) {
        List<URI> list = new ArrayList<>(others);
        for (int i = 0; i < servers.size(); i++) {
            if (i != self) {
                list.add(servers.get(i).uri());
            }
        }
        return list;
    }

    private ContentStore store(int index) {
        return ContentStore.atKubo(servers.get(index).uri());
    }

    private static URI uri(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static byte[] random(int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        new Random(lengthBytes).nextBytes(bytes);
        return bytes;
    }
}
