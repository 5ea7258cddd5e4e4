package org.fedfabric.chaincode;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.contentstore.StoreFailureException;
import org.fedfabric.contentstore.StoreStatus;

/** Content stores that fetch from one another, as IPFS nodes of a private swarm do. */
final class TestSwarm {
    private final Map<String, ContentStore> stores = new TreeMap<>();

    /** How often a store was asked for bytes it might have to fetch. */
    final AtomicInteger fetches = new AtomicInteger();

    /** Runs at each fetch, to hold it up. */
    volatile Runnable onFetch = () -> {};

    /** Runs when a fetch has asked everybody in vain, before it fails. */
    volatile Runnable onMiss = () -> {};

    /** The store of an enterprise. */
    ContentStore store(String name) {
        stores.computeIfAbsent(name, n -> ContentStore.inMemory());
        return new Node(name);
    }

    /** Puts bytes into an enterprise's store. */
    String put(String name, byte[] bytes) {
        try {
            return store(name).put(bytes, Pinning.PINNED, Duration.ofSeconds(1)).text();
        } catch (StoreFailureException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether an enterprise's own store holds content of this length. */
    boolean holds(String name, String cid, int length) {
        try {
            return stores.get(name)
                    .getLocal(Cid.parse(cid), length, Duration.ofSeconds(1))
                    .isPresent();
        } catch (ContentStoreException e) {
            throw new AssertionError(e);
        }
    }

    /** Forgets all content everywhere that nobody pins. */
    void collectGarbage() throws StoreFailureException {
        for (ContentStore store : stores.values()) {
            store.collectGarbage(Duration.ofSeconds(1));
        }
    }

    private final class Node implements ContentStore {
        private final String name;

        Node(String name) {
            this.name = name;
        }

        private ContentStore own() {
            return stores.get(name);
        }

        @Override
        public Cid put(byte[] content, Pinning pinning, Duration deadline) throws StoreFailureException {
            return own().put(content, pinning, deadline);
        }

        @Override
        public byte[] get(Cid cid, long lengthBytes, Duration deadline) throws ContentStoreException {
            fetches.incrementAndGet();
            onFetch.run();
            for (ContentStore store : stores.values()) {
                Optional<byte[]> bytes = store.getLocal(cid, lengthBytes, deadline);
                if (bytes.isPresent()) {
                    own().put(bytes.get(), Pinning.UNPINNED, deadline);
                    return bytes.get();
                }
            }
            onMiss.run();
            return own().get(cid, lengthBytes, deadline);
        }

        @Override
        public Optional<byte[]> getLocal(Cid cid, long lengthBytes, Duration deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pin(Cid cid, Duration deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void unpin(Cid cid, Duration deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SortedSet<Cid> pinned(Duration deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long collectGarbage(Duration deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StoreStatus status(Duration deadline) {
            throw new UnsupportedOperationException();
        }
    }
}
