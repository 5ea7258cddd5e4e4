package org.fedfabric.contentstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against servers that hang, refuse and ramble. */
@Timeout(30)
class KuboContentStoreTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final byte[] CONTENT = TestContent.ofLength(1000);
    private static final Cid CID = Cid.of(CONTENT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:5001",
                "https://127.0.0.1:5001",
                "http://127.0.0.1",
                "http://127.0.0.1:5001/api/v0",
                "http://127.0.0.1:5001?x=1",
                "http://user@127.0.0.1:5001",
                "http:///api",
                "file:///etc",
                "http://127.0.0.1:5001#x"
            })
    void refuses_an_endpoint_that_is_not_scheme_host_and_port(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContentStore.atKubo(URI.create(endpoint)))
                .withMessageContaining("must be http://HOST:PORT")
                .withMessageContaining(endpoint);
    }

    @Test
    void fails_at_once_where_nothing_listens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ContentStore store = ContentStore.atKubo(URI.create("http://127.0.0.1:" + port));

        assertFails(() -> store.status(SOON), "http://127.0.0.1:" + port + " failed at version");
    }

    @Test
    void holds_every_deadline_against_a_server_that_hangs() throws Exception {
        try (ScriptedServer server = ScriptedServer.hangingAfter("")) {
            ContentStore store = server.store();
            for (ThrowingCallable call : new ThrowingCallable[] {
                () -> store.put(CONTENT, Pinning.PINNED, SHORT),
                () -> store.get(CID, CONTENT.length, SHORT),
                () -> store.getLocal(CID, CONTENT.length, SHORT),
                () -> store.pin(CID, SHORT),
                () -> store.unpin(CID, SHORT),
                () -> store.pinned(SHORT),
                () -> store.collectGarbage(SHORT),
                () -> store.status(SHORT)
            }) {
                long start = System.nanoTime();
                assertFails(call, "no answer within 300 ms");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, Duration.ofSeconds(3));
            }
        }
    }

    @Test
    void hangs_up_on_an_endless_list_and_on_an_endless_error() throws Exception {
        try (ScriptedServer server = ScriptedServer.endless(200)) {
            assertFails(() -> server.store().pinned(SOON), "an answer of more than 16777216 bytes");
            assertThat(server.hungUp().await(5, TimeUnit.SECONDS)).isTrue();
        }
        try (ScriptedServer server = ScriptedServer.endless(500)) {
            assertThatExceptionOfType(StoreFailureException.class)
                    .isThrownBy(() -> server.store().pinned(SOON))
                    .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(20_000));
            assertThat(server.hungUp().await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void follows_no_redirect() throws Exception {
        try (ScriptedServer elsewhere = ScriptedServer.answering(200, "{}");
                ScriptedServer server = new ScriptedServer((line, out) -> ScriptedServer.head(
                        out,
                        "HTTP/1.1 307 Elsewhere\r\nLocation: " + elsewhere.endpoint()
                                + "/api/v0/version\r\nContent-Length: 0\r\n\r\n"))) {
            assertFails(() -> server.store().status(SOON), "status 307");
            assertFails(() -> server.store().get(CID, CONTENT.length, SOON), "status 307");
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 500, 503})
    void repeats_the_sentence_of_a_server_that_refuses(int status) throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(
                status, "{\"Message\":\"no space left on device\",\"Code\":0,\"Type\":\"error\"}")) {
            ContentStore store = server.store();
            String sentence = "status " + status + ", \"no space left on device\"";
            assertFails(() -> store.put(CONTENT, Pinning.PINNED, SOON), sentence);
            assertFails(() -> store.get(CID, CONTENT.length, SOON), sentence);
            assertFails(() -> store.unpin(CID, SOON), sentence);
        }
        try (ScriptedServer server = ScriptedServer.answering(status, "plain words")) {
            assertFails(() -> server.store().pin(CID, SOON), "status " + status + ", \"plain words\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "{", "{\"Hash\":[]}", "{\"Name\":\"content\"}", "<html>"})
    void does_not_believe_in_a_put_without_an_address_in_the_answer(String answer) throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(200, answer)) {
            assertFails(() -> server.store().put(CONTENT, Pinning.PINNED, SOON), "failed at add");
            assertFails(() -> server.store().status(SOON), "failed at version");
        }
    }

    @Test
    void does_not_believe_in_a_put_under_another_address() throws Exception {
        Cid other = Cid.of(new byte[] {7});
        try (ScriptedServer server = ScriptedServer.answering(200, "{\"Hash\":\"" + other + "\"}")) {
            assertFails(
                    () -> server.store().put(CONTENT, Pinning.PINNED, SOON),
                    "content " + CID + " was stored as " + other);
        }
    }

    @Test
    void tells_a_slow_own_node_from_content_that_no_node_has() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(500, "{\"Message\":\"context deadline exceeded\"}")) {
            ContentStore store = server.store();
            assertThatExceptionOfType(ContentUnavailableException.class)
                    .isThrownBy(() -> store.get(CID, CONTENT.length, SOON))
                    .withMessageContaining("did not arrive within 10000 ms");
            assertThatExceptionOfType(ContentUnavailableException.class).isThrownBy(() -> store.pin(CID, SOON));
            assertFails(() -> store.getLocal(CID, CONTENT.length, SOON), "context deadline exceeded");
            assertFails(() -> store.pinned(SOON), "context deadline exceeded");
        }
    }

    @Test
    void ends_when_the_caller_is_interrupted_and_leaves_the_caller_interrupted() throws Exception {
        try (ScriptedServer server = ScriptedServer.hangingAfter("")) {
            AtomicBoolean interrupted = new AtomicBoolean();
            Thread caller = new Thread(() -> {
                assertFails(() -> server.store().get(CID, CONTENT.length, SOON), "the caller was interrupted");
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            caller.start();
            caller.interrupt();
            caller.join(5000);
            assertThat(interrupted).isTrue();
        }
    }

    @Test
    void leaves_out_pins_in_forms_that_no_record_has() throws Exception {
        String answer = "{\"Keys\":{\"QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPbdG\":{\"Type\":\"recursive\"},\""
                + CID + "\":{\"Type\":\"recursive\"}}}";
        try (ScriptedServer server = ScriptedServer.answering(200, answer)) {
            assertThat(server.store().pinned(SOON)).containsExactly(CID);
        }
        try (ScriptedServer server = ScriptedServer.answering(200, "{\"Keys\":{}}")) {
            assertThat(server.store().pinned(SOON)).isEmpty();
        }
    }

    @Test
    void reports_a_garbage_collection_that_failed_half_way() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(
                200, "{\"Key\":{\"/\":\"" + CID + "\"}}\n{\"Error\":\"permission denied\"}\n")) {
            assertFails(() -> server.store().collectGarbage(SOON), "permission denied");
        }
    }

    private static void assertFails(ThrowingCallable call, String sentence) {
        assertThatExceptionOfType(StoreFailureException.class).isThrownBy(call).withMessageContaining(sentence);
    }
}
