package org.fedfabric.embedded.blockstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.contentstore.StoreFailureException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on disk: kept through a restart, never believed unread, never half there. */
@Timeout(60)
class BlockStorePersistenceTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final byte[] CONTENT = random(2 * Cid.CHUNK_BYTES + 100, 1);
    private static final Cid CID = Cid.of(CONTENT);
    private static final Cid SECOND_CHUNK = Cid.of(Arrays.copyOfRange(CONTENT, Cid.CHUNK_BYTES, 2 * Cid.CHUNK_BYTES));

    @TempDir
    private Path directory;

    private BlockStoreServer server;
    private ContentStore store;

    @BeforeEach
    void start() throws IOException {
        server = BlockStoreServer.start(directory, 0, List::of);
        store = ContentStore.atKubo(server.uri());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void keeps_blocks_and_pins_through_a_restart() throws Exception {
        store.put(CONTENT, Pinning.PINNED, SOON);
        byte[] other = random(100, 2);
        store.put(other, Pinning.UNPINNED, SOON);
        restart();

        assertThat(store.getLocal(CID, CONTENT.length, SOON)).hasValue(CONTENT);
        assertThat(store.getLocal(Cid.of(other), 100, SOON)).hasValue(other);
        assertThat(store.pinned(SOON)).containsExactly(CID);
        store.unpin(CID, SOON);
        restart();
        assertThat(store.pinned(SOON)).isEmpty();
        assertThat(store.collectGarbage(SOON)).isEqualTo(5);
    }

    @Test
    void clears_what_a_killed_process_left_unfinished_and_leaves_strangers_alone() throws Exception {
        Files.write(directory.resolve("unfinished/block123.tmp"), new byte[10]);
        Files.write(directory.resolve("blocks/README"), new byte[10]);
        restart();

        assertThat(directory.resolve("unfinished")).isEmptyDirectory();
        assertThat(store.collectGarbage(SOON)).isZero();
        assertThat(directory.resolve("blocks/README")).exists();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, Cid.CHUNK_BYTES - 1, Cid.CHUNK_BYTES + 1, BlockRepository.MAX_BLOCK_BYTES + 1})
    void treats_a_damaged_block_as_absent_and_replaces_it_when_put_again(int damagedLength) throws Exception {
        store.put(CONTENT, Pinning.PINNED, SOON);
        Files.write(block(SECOND_CHUNK), new byte[damagedLength]);

        assertThat(store.getLocal(CID, CONTENT.length, SOON)).isEmpty();
        store.put(CONTENT, Pinning.PINNED, SOON);
        assertThat(store.getLocal(CID, CONTENT.length, SOON)).hasValue(CONTENT);
    }

    @Test
    void does_not_pin_over_a_damaged_block() throws Exception {
        store.put(CONTENT, Pinning.UNPINNED, SOON);
        byte[] damaged = Files.readAllBytes(block(SECOND_CHUNK));
        damaged[5] ^= 1;
        Files.write(block(SECOND_CHUNK), damaged);

        assertThat(Rpc.post(server, "pin/add?offline=true&arg=" + CID).toString())
                .startsWith("500")
                .contains("could not find " + SECOND_CHUNK);
        assertThat(store.pinned(SOON)).isEmpty();
    }

    @Test
    void collects_nothing_while_a_pinned_root_block_is_damaged() throws Exception {
        store.put(CONTENT, Pinning.PINNED, SOON);
        Files.write(block(CID), new byte[3]);

        assertThatExceptionOfType(StoreFailureException.class)
                .isThrownBy(() -> store.collectGarbage(SOON))
                .withMessageContaining("the root block of pinned content " + CID + " is missing or damaged");
        assertThat(block(SECOND_CHUNK)).exists();
        store.unpin(CID, SOON);
        assertThat(store.collectGarbage(SOON)).isEqualTo(4);
    }

    @Test
    void says_so_when_the_disk_refuses_and_leaves_nothing_half_written() throws Exception {
        byte[] small = random(100, 3);
        store.put(small, Pinning.PINNED, SOON);
        Files.delete(directory.resolve("unfinished"));
        Files.writeString(directory.resolve("unfinished"), "a file where the directory should be");

        assertThatExceptionOfType(StoreFailureException.class)
                .isThrownBy(() -> store.put(CONTENT, Pinning.PINNED, SOON))
                .withMessageContaining("the store could not finish")
                .withMessageContaining("status 500");
        assertThat(store.pinned(SOON)).containsExactly(Cid.of(small));
        try (Stream<Path> blocks = Files.list(directory.resolve("blocks"))) {
            assertThat(blocks).containsExactly(block(Cid.of(small)));
        }
        assertThat(store.getLocal(Cid.of(small), 100, SOON)).hasValue(small);
    }

    @Test
    void never_collects_what_is_being_put_or_pinned() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Integer> collector = CompletableFuture.supplyAsync(() -> {
            int rounds = 0;
            while (!done.get()) {
                try {
                    store.collectGarbage(SOON);
                    rounds++;
                } catch (StoreFailureException e) {
                    throw new IllegalStateException(e);
                }
            }
            return rounds;
        });
        try {
            for (int i = 0; i < 15; i++) {
                byte[] content = random(Cid.CHUNK_BYTES + 10 + i, i);
                Cid cid = store.put(content, Pinning.PINNED, SOON);
                assertThat(store.getLocal(cid, content.length, SOON)).hasValue(content);
                store.unpin(cid, SOON); // the next round starts with blocks that may go at any moment
                cid = store.put(content, Pinning.PINNED, SOON);
                assertThat(store.getLocal(cid, content.length, SOON)).hasValue(content);
            }
        } finally {
            done.set(true);
        }
        assertThat(collector.get()).isPositive();
    }

    private void restart() throws IOException {
        server.close();
        start();
    }

    private Path block(Cid cid) {
        return directory.resolve("blocks").resolve(cid.text());
    }

    private static byte[] random(int lengthBytes, long seed) {
        byte[] bytes = new byte[lengthBytes];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
