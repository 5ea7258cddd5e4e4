package org.fedfabric.contentstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ContentStore} promises, run by each implementation against a store without other nodes. */
public abstract class ContentStoreContract {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(2);

    private ContentStore store;

    /** Opens a store, which may hold content of earlier tests; called once for each test. */
    protected abstract ContentStore store() throws IOException;

    @BeforeEach
    void open() throws IOException {
        store = store();
    }

    @Test
    void says_that_content_nobody_holds_is_unavailable() {
        byte[] content = fresh(100);
        assertThatExceptionOfType(ContentUnavailableException.class)
                .isThrownBy(() -> store.get(Cid.of(content), 100, SHORT))
                .withMessageContaining(Cid.of(content).text())
                .satisfies(failure -> assertThat(failure.cid()).isEqualTo(Cid.of(content)));
    }

    @Test
    void finds_no_local_content_where_there_is_none() throws ContentStoreException {
        assertThat(store.getLocal(Cid.of(fresh(100)), 100, SOON)).isEmpty();
        byte[] large = fresh(Cid.CHUNK_BYTES + 100);
        assertThat(store.getLocal(Cid.of(large), large.length, SOON)).isEmpty();
    }

    @Test
    void refuses_a_codec_that_contradicts_the_length_without_looking() {
        Cid raw = Cid.of(fresh(1));
        Cid list = Cid.ofBlock(Codec.DAG_PB, fresh(1));
        assertThatExceptionOfType(ContentMismatchException.class)
                .isThrownBy(() -> store.get(raw, Cid.CHUNK_BYTES + 1, SOON))
                .withMessageContaining("CID of codec DAG_PB, this one has RAW");
        assertThatExceptionOfType(ContentMismatchException.class)
                .isThrownBy(() -> store.getLocal(list, Cid.CHUNK_BYTES, SOON))
                .satisfies(failure -> assertThat(failure.cid()).isEqualTo(list));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 80_000, Cid.CHUNK_BYTES, Cid.CHUNK_BYTES + 1, 3 * Cid.CHUNK_BYTES + 7})
    void refuses_a_declared_length_other_than_the_real_one(int lengthBytes) throws ContentStoreException {
        byte[] content = fresh(lengthBytes);
        Cid cid = store.put(content, Pinning.UNPINNED, SOON);

        for (long declared : new long[] {0, 1, lengthBytes - 1, lengthBytes + 1, lengthBytes + Cid.CHUNK_BYTES}) {
            if (declared != lengthBytes) {
                assertThatExceptionOfType(ContentMismatchException.class)
                        .as("declared %d", declared)
                        .isThrownBy(() -> store.get(cid, declared, SOON));
                assertThatExceptionOfType(ContentMismatchException.class)
                        .isThrownBy(() -> store.getLocal(cid, declared, SOON));
            }
        }
    }

    @Test
    void refuses_lengths_and_deadlines_that_mean_nothing() {
        Cid cid = Cid.of(new byte[0]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.get(cid, -1, SOON))
                .withMessageContaining("Provided value: -1");
        assertThatIllegalArgumentException().isThrownBy(() -> store.get(cid, Cid.MAX_CONTENT_BYTES + 1L, SOON));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.get(cid, 0, Duration.ZERO))
                .withMessageContaining("Provided value: PT0S");
        assertThatIllegalArgumentException().isThrownBy(() -> store.status(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> store.pinned(Duration.ofDays(400)));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 80_000, Cid.CHUNK_BYTES - 1, Cid.CHUNK_BYTES, Cid.CHUNK_BYTES + 1, 5 * Cid.CHUNK_BYTES + 17})
    void gives_back_what_was_put(int lengthBytes) throws ContentStoreException {
        byte[] content = fresh(lengthBytes);
        for (Pinning pinning : Pinning.values()) {
            Cid cid = store.put(content, pinning, SOON);

            assertThat(cid).isEqualTo(Cid.of(content));
            assertThat(store.get(cid, lengthBytes, SOON)).isEqualTo(content);
            assertThat(store.getLocal(cid, lengthBytes, SOON)).hasValue(content);
        }
    }

    @Test
    void is_not_changed_by_a_caller_who_changes_arrays() throws ContentStoreException {
        byte[] content = fresh(1000);
        byte[] handedIn = content.clone();
        Cid cid = store.put(handedIn, Pinning.UNPINNED, SOON);
        handedIn[0]++;
        store.get(cid, 1000, SOON)[1]++;

        assertThat(store.get(cid, 1000, SOON)).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 2 * Cid.CHUNK_BYTES + 5})
    void keeps_what_is_pinned_and_drops_the_rest_when_asked(int lengthBytes) throws ContentStoreException {
        byte[] pinnedContent = fresh(lengthBytes);
        byte[] otherContent = fresh(lengthBytes);
        Cid pinned = store.put(pinnedContent, Pinning.PINNED, SOON);
        Cid other = store.put(otherContent, Pinning.UNPINNED, SOON);

        assertThat(store.pinned(SOON)).contains(pinned).doesNotContain(other);
        assertThat(store.collectGarbage(SOON)).isPositive();
        assertThat(store.getLocal(pinned, lengthBytes, SOON)).hasValue(pinnedContent);
        assertThat(store.getLocal(other, lengthBytes, SOON)).isEmpty();

        store.unpin(pinned, SOON);
        assertThat(store.pinned(SOON)).doesNotContain(pinned);
        assertThat(store.getLocal(pinned, lengthBytes, SOON)).hasValue(pinnedContent);
        assertThat(store.collectGarbage(SOON)).isPositive();
        assertThat(store.getLocal(pinned, lengthBytes, SOON)).isEmpty();
    }

    @Test
    void pins_and_unpins_as_often_as_one_likes() throws ContentStoreException {
        Cid cid = store.put(fresh(10), Pinning.UNPINNED, SOON);

        store.unpin(cid, SOON);
        store.pin(cid, SOON);
        store.pin(cid, SOON);
        assertThat(store.pinned(SOON)).contains(cid);
        store.unpin(cid, SOON);
        store.unpin(cid, SOON);
        assertThat(store.pinned(SOON)).doesNotContain(cid);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, Cid.CHUNK_BYTES + 5})
    void does_not_pin_content_that_nobody_holds(int lengthBytes) throws ContentStoreException {
        Cid cid = Cid.of(fresh(lengthBytes));

        assertThatExceptionOfType(ContentUnavailableException.class).isThrownBy(() -> store.pin(cid, SHORT));
        assertThat(store.pinned(SOON)).doesNotContain(cid);
    }

    @Test
    void puts_unpinned_what_is_pinned_and_leaves_it_pinned() throws ContentStoreException {
        byte[] content = fresh(10);
        Cid cid = store.put(content, Pinning.PINNED, SOON);
        store.put(content, Pinning.UNPINNED, SOON);

        assertThat(store.pinned(SOON)).contains(cid);
    }

    @Test
    void reports_how_it_is() throws ContentStoreException {
        store.put(fresh(1000), Pinning.PINNED, SOON);

        StoreStatus status = store.status(SOON);
        assertThat(status.version()).isNotBlank();
        assertThat(status.peers()).isZero();
        assertThat(status.sizeBytes()).isPositive();
    }

    /** Content that no earlier test or run has put anywhere. */
    private static byte[] fresh(int lengthBytes) {
        byte[] content = new byte[lengthBytes];
        new Random().nextBytes(content);
        return content;
    }
}
