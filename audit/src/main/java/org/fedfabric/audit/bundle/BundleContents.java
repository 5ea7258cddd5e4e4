package org.fedfabric.audit.bundle;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentMismatchException;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.contentstore.StoreFailureException;

/** A bundle's contents as a content store: those that have their address, and no others. */
public final class BundleContents extends ReadOnlyContents {
    private final Bundle bundle;

    /** The contents of a bundle that stays open as long as they are read. */
    public BundleContents(Bundle bundle) {
        this.bundle = bundle;
    }

    @Override
    public byte[] get(Cid cid, long lengthBytes, Duration deadline) throws ContentStoreException {
        return holding(cid, deadline).get(cid, lengthBytes, deadline);
    }

    @Override
    public Optional<byte[]> getLocal(Cid cid, long lengthBytes, Duration deadline)
            throws ContentMismatchException, StoreFailureException {
        return holding(cid, deadline).getLocal(cid, lengthBytes, deadline);
    }

    /** A store that holds just this, or nothing: it judges address and declared length as every store does. */
    private ContentStore holding(Cid cid, Duration deadline) throws StoreFailureException {
        ContentStore one = ContentStore.inMemory();
        try {
            Optional<byte[]> bytes = bundle.content(cid);
            if (bytes.isPresent() && Cid.of(bytes.get()).equals(cid)) {
                one.put(bytes.get(), Pinning.PINNED, deadline);
            }
            return one;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
