package org.fedfabric.contentstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading from servers that stop half-way, ramble and lie about blocks. */
@Timeout(30)
class KuboReaderTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final byte[] CONTENT = TestContent.ofLength(1000);
    private static final Cid CID = Cid.of(CONTENT);

    @Test
    void holds_the_deadline_against_a_server_that_stops_in_the_middle_of_a_block() throws Exception {
        try (ScriptedServer server =
                ScriptedServer.hangingAfter("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")) {
            assertFails(() -> server.store().get(CID, CONTENT.length, SHORT), "no answer within 300 ms");
        }
    }

    @Test
    void holds_the_deadline_against_a_server_that_trickles() throws Exception {
        try (ScriptedServer server = new ScriptedServer((line, out) -> {
            ScriptedServer.head(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            for (int i = 0; i < 1000; i++) {
                TimeUnit.MILLISECONDS.sleep(20);
                out.write(CONTENT[i]);
                out.flush();
            }
        })) {
            assertFails(() -> server.store().get(CID, CONTENT.length, SHORT), "no answer within 300 ms");
            assertThat(server.hungUp().await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void hangs_up_one_byte_after_the_declared_length_of_an_endless_block() throws Exception {
        try (ScriptedServer server = ScriptedServer.endless(200)) {
            assertThatExceptionOfType(ContentMismatchException.class)
                    .isThrownBy(() -> server.store().get(CID, CONTENT.length, SOON))
                    .withMessageContaining("has more than 1000 bytes");
            assertThat(server.hungUp().await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1001, 1 << 30, Long.MAX_VALUE})
    void fails_when_the_header_promises_more_than_comes(long promised) throws Exception {
        try (ScriptedServer server = new ScriptedServer((line, out) -> {
            ScriptedServer.head(out, "HTTP/1.1 200 OK\r\nContent-Length: " + promised + "\r\n\r\n");
            out.write(CONTENT);
            out.flush();
            throw new IOException("close the connection");
        })) {
            assertFails(() -> server.store().get(CID, CONTENT.length, SOON), "failed at block/get");
        }
    }

    @Test
    void is_not_confused_by_bytes_behind_the_promised_length() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        try (ScriptedServer server = new ScriptedServer((line, out) -> {
            if (first.getAndSet(false)) {
                ScriptedServer.head(out, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
                out.write(CONTENT);
                out.flush();
            } else {
                ScriptedServer.write(out, 200, CONTENT);
            }
        })) {
            ContentStore store = server.store();
            assertFails(() -> store.get(CID, CONTENT.length, SOON), "10 bytes that do not hash to " + CID);
            assertThat(store.get(CID, CONTENT.length, SOON)).isEqualTo(CONTENT);
        }
    }

    @Test
    void does_not_hand_out_bytes_of_another_hash_nor_blame_whoever_submitted_them() throws Exception {
        byte[] corrupt = CONTENT.clone();
        corrupt[500] ^= 1;
        for (byte[] block : new byte[][] {corrupt, new byte[0], TestContent.ofLength(999)}) {
            try (ScriptedServer server = serving(Map.of(CID, block))) {
                assertFails(
                        () -> server.store().get(CID, CONTENT.length, SOON),
                        block.length + " bytes that do not hash to " + CID);
            }
        }
    }

    @Test
    void refuses_a_root_block_that_alone_contradicts_the_declared_length() throws Exception {
        byte[] content = TestContent.ofLength(3 * Cid.CHUNK_BYTES);
        UnixFsFile file = UnixFsFile.of(content);
        try (ScriptedServer server = serving(Map.of(file.cid(), file.encode()))) {
            ContentStore store = server.store();
            // As long an encoding as the true one, a longer one, a shorter one.
            for (long declared : new long[] {content.length - 1, 2L * Cid.CHUNK_BYTES, 4L * Cid.CHUNK_BYTES}) {
                assertThatExceptionOfType(ContentMismatchException.class)
                        .isThrownBy(() -> store.get(file.cid(), declared, SOON));
            }
            assertThat(server.requests())
                    .hasSize(3)
                    .allMatch(line -> line.contains(file.cid().text()));
        }
    }

    @Test
    void refuses_a_root_block_in_another_encoding() throws Exception {
        UnixFsFile file = UnixFsFile.of(TestContent.ofLength(2 * Cid.CHUNK_BYTES));
        byte[] canonical = file.encode();
        byte[] dataFirst = new byte[canonical.length];
        int links = 2 * 46;
        System.arraycopy(canonical, links, dataFirst, 0, canonical.length - links);
        System.arraycopy(canonical, 0, dataFirst, canonical.length - links, links);
        Cid cid = Cid.ofBlock(Codec.DAG_PB, dataFirst);
        try (ScriptedServer server = serving(Map.of(cid, dataFirst))) {
            assertThatExceptionOfType(ContentMismatchException.class)
                    .isThrownBy(() -> server.store().get(cid, 2L * Cid.CHUNK_BYTES, SOON))
                    .withMessageContaining("is not one that ipfs add writes");
        }
    }

    @Test
    void refuses_a_chunk_of_another_length_than_its_root_block_says() throws Exception {
        byte[] chunk = TestContent.ofLength(Cid.CHUNK_BYTES);
        for (byte[] wrong : new byte[][] {TestContent.ofLength(99), TestContent.ofLength(101)}) {
            UnixFsFile file = new UnixFsFile(Cid.CHUNK_BYTES + 100, List.of(Cid.of(chunk), Cid.of(wrong)));
            try (ScriptedServer server =
                    serving(Map.of(file.cid(), file.encode(), Cid.of(chunk), chunk, Cid.of(wrong), wrong))) {
                assertThatExceptionOfType(ContentMismatchException.class)
                        .isThrownBy(() -> server.store().get(file.cid(), file.lengthBytes(), SOON))
                        .withMessageContaining(Cid.of(wrong).text());
            }
        }
    }

    @Test
    void counts_a_contradicting_chunk_only_when_every_chunk_is_at_hand() throws Exception {
        byte[] wrong = TestContent.ofLength(99);
        Cid withheld = Cid.of(new byte[] {1, 2, 3});
        UnixFsFile file = new UnixFsFile(2 * Cid.CHUNK_BYTES, List.of(Cid.of(wrong), withheld));
        try (ScriptedServer server = serving(Map.of(file.cid(), file.encode(), Cid.of(wrong), wrong))) {
            assertThatExceptionOfType(ContentUnavailableException.class)
                    .isThrownBy(() -> server.store().get(file.cid(), file.lengthBytes(), SOON))
                    .withMessageContaining(withheld.text());
            assertThat(server.store().getLocal(file.cid(), file.lengthBytes(), SOON))
                    .isEmpty();
        }
    }

    @Test
    void fails_on_a_corrupt_chunk() throws Exception {
        byte[] content = TestContent.ofLength(2 * Cid.CHUNK_BYTES);
        UnixFsFile file = UnixFsFile.of(content);
        Map<Cid, byte[]> blocks = blocks(content);
        byte[] corrupt = blocks.get(file.chunks().get(1)).clone();
        corrupt[Cid.CHUNK_BYTES - 1] ^= 1;
        blocks.put(file.chunks().get(1), corrupt);
        try (ScriptedServer server = serving(blocks)) {
            assertFails(
                    () -> server.store().get(file.cid(), content.length, SOON),
                    "do not hash to " + file.chunks().get(1));
        }
    }

    @Test
    void fetches_many_chunks_over_few_connections_and_tells_the_node_to_give_up_first() throws Exception {
        byte[] content = TestContent.ofLength(20 * Cid.CHUNK_BYTES + 5);
        try (ScriptedServer server = serving(blocks(content))) {
            ContentStore store = server.store();
            assertThat(store.get(Cid.of(content), content.length, SOON)).isEqualTo(content);
            assertThat(store.getLocal(Cid.of(content), content.length, SOON)).hasValue(content);

            assertThat(server.requests()).hasSize(2 * 22).allSatisfy(line -> {
                assertThat(line).startsWith("POST /api/v0/block/get?arg=baf");
                int timeoutMillis = Integer.parseInt(line.replaceAll(".*&timeout=([0-9]+)ms HTTP/1.1", "$1"));
                assertThat(timeoutMillis).isBetween(1, 9500);
            });
            assertThat(server.requests().subList(22, 44)).allMatch(line -> line.contains("&offline=true"));
            assertThat(server.connectionCount()).isLessThanOrEqualTo(10);
        }
    }

    private static void assertFails(ThrowingCallable call, String sentence) {
        assertThatExceptionOfType(StoreFailureException.class).isThrownBy(call).withMessageContaining(sentence);
    }

    private static Map<Cid, byte[]> blocks(byte[] content) {
        UnixFsFile file = UnixFsFile.of(content);
        Map<Cid, byte[]> blocks = new LinkedHashMap<>(Map.of(file.cid(), file.encode()));
        for (int i = 0; i < file.chunks().size(); i++) {
            int start = i * Cid.CHUNK_BYTES;
            blocks.put(file.chunks().get(i), Arrays.copyOfRange(content, start, start + file.chunkLengthBytes(i)));
        }
        return blocks;
    }

    /** A node that holds the given bytes under the given addresses, whether they belong there or not. */
    private static ScriptedServer serving(Map<Cid, byte[]> blocks) throws IOException {
        return new ScriptedServer((line, out) -> {
            Cid cid = Cid.parse(line.replaceAll(".*arg=([a-z0-9]+).*", "$1"));
            if (blocks.containsKey(cid)) {
                ScriptedServer.write(out, 200, blocks.get(cid));
            } else {
                String miss =
                        "{\"Message\":\"block was not found locally (offline): ipld: could not find " + cid + "\"}";
                ScriptedServer.write(out, 500, miss.getBytes(UTF_8));
            }
        });
    }
}
