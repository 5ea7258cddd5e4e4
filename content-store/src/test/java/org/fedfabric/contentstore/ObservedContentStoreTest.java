package org.fedfabric.contentstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservedContentStoreTest extends ContentStoreContract {
    private static final Duration SOON = Duration.ofSeconds(2);

    private final List<String> told = new ArrayList<>();
    private final TransferListener listener = new TransferListener() {
        @Override
        public void fetched(long lengthBytes) {
            told.add("fetched " + lengthBytes);
        }

        @Override
        public void stored(long lengthBytes) {
            told.add("stored " + lengthBytes);
        }

        @Override
        public void failed() {
            told.add("failed");
        }
    };

    @Override
    protected ContentStore store() {
        return ContentStore.observed(ContentStore.inMemory(), listener);
    }

    @Test
    void tells_of_content_that_moved_and_of_content_that_did_not() throws Exception {
        ContentStore store = store();
        Cid cid = store.put(new byte[7], Pinning.PINNED, SOON);
        store.get(cid, 7, SOON);
        store.getLocal(cid, 7, SOON);
        assertThatExceptionOfType(ContentStoreException.class)
                .isThrownBy(() -> store.get(Cid.of(new byte[9]), 9, Duration.ofMillis(50)));
        assertThat(store.getLocal(Cid.of(new byte[9]), 9, SOON)).isEmpty();

        assertThat(told).containsExactly("stored 7", "fetched 7", "fetched 7", "failed");
    }
}
