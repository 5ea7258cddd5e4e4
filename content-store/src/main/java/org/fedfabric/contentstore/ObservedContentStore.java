package org.fedfabric.contentstore;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;

/** Passes everything on, and tells of contents that moved or did not. */
final class ObservedContentStore implements ContentStore {
    private final ContentStore store;
    private final TransferListener listener;

    ObservedContentStore(ContentStore store, TransferListener listener) {
        this.store = store;
        this.listener = listener;
    }

    @Override
    public Cid put(byte[] content, Pinning pinning, Duration deadline) throws StoreFailureException {
        try {
            Cid cid = store.put(content, pinning, deadline);
            listener.stored(content.length);
            return cid;
        } catch (StoreFailureException e) {
            listener.failed();
            throw e;
        }
    }

    @Override
    public byte[] get(Cid cid, long lengthBytes, Duration deadline) throws ContentStoreException {
        try {
            byte[] content = store.get(cid, lengthBytes, deadline);
            listener.fetched(content.length);
            return content;
        } catch (ContentStoreException e) {
            listener.failed();
            throw e;
        }
    }

    @Override
    public Optional<byte[]> getLocal(Cid cid, long lengthBytes, Duration deadline)
            throws ContentMismatchException, StoreFailureException {
        try {
            Optional<byte[]> content = store.getLocal(cid, lengthBytes, deadline);
            content.ifPresent(bytes -> listener.fetched(bytes.length));
            return content;
        } catch (ContentMismatchException | StoreFailureException e) {
            listener.failed();
            throw e;
        }
    }

    @Override
    public void pin(Cid cid, Duration deadline) throws ContentUnavailableException, StoreFailureException {
        store.pin(cid, deadline);
    }

    @Override
    public void unpin(Cid cid, Duration deadline) throws StoreFailureException {
        store.unpin(cid, deadline);
    }

    @Override
    public SortedSet<Cid> pinned(Duration deadline) throws StoreFailureException {
        return store.pinned(deadline);
    }

    @Override
    public long collectGarbage(Duration deadline) throws StoreFailureException {
        return store.collectGarbage(deadline);
    }

    @Override
    public StoreStatus status(Duration deadline) throws StoreFailureException {
        return store.status(deadline);
    }
}
