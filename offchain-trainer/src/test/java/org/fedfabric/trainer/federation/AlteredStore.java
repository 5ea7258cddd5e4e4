package org.fedfabric.trainer.federation;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentMismatchException;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.ContentUnavailableException;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.contentstore.StoreFailureException;
import org.fedfabric.contentstore.StoreStatus;

/**
 * A store whose reader was altered: it hands over each model update with the lowest bit of its first value turned, as if
 * memory were faulty there. What is computed from it is computed honestly.
 */
final class AlteredStore implements ContentStore {
    private final ContentStore honest;

    AlteredStore(ContentStore honest) {
        this.honest = honest;
    }

    private static byte[] altered(byte[] content) {
        boolean update = content.length > 4 && content[0] == 'F' && content[1] == 'F' && content[2] == 'U';
        if (!update) {
            return content;
        }
        byte[] changed = content.clone();
        changed[content.length - Integer.BYTES * SmallTask.PARAMETERS] ^= 1;
        return changed;
    }

    @Override
    public byte[] get(Cid cid, long lengthBytes, Duration deadline) throws ContentStoreException {
        return altered(honest.get(cid, lengthBytes, deadline));
    }

    @Override
    public Optional<byte[]> getLocal(Cid cid, long lengthBytes, Duration deadline)
            throws ContentMismatchException, StoreFailureException {
        return honest.getLocal(cid, lengthBytes, deadline).map(AlteredStore::altered);
    }

    @Override
    public Cid put(byte[] content, Pinning pinning, Duration deadline) throws StoreFailureException {
        return honest.put(content, pinning, deadline);
    }

    @Override
    public void pin(Cid cid, Duration deadline) throws ContentUnavailableException, StoreFailureException {
        honest.pin(cid, deadline);
    }

    @Override
    public void unpin(Cid cid, Duration deadline) throws StoreFailureException {
        honest.unpin(cid, deadline);
    }

    @Override
    public SortedSet<Cid> pinned(Duration deadline) throws StoreFailureException {
        return honest.pinned(deadline);
    }

    @Override
    public long collectGarbage(Duration deadline) throws StoreFailureException {
        return honest.collectGarbage(deadline);
    }

    @Override
    public StoreStatus status(Duration deadline) throws StoreFailureException {
        return honest.status(deadline);
    }
}
