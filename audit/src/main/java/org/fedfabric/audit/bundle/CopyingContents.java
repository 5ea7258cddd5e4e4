package org.fedfabric.audit.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentMismatchException;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.ContentUnavailableException;
import org.fedfabric.contentstore.StoreFailureException;

/** A content store whose every successful read goes into a bundle too: what an audit has read is what it needs again. */
public final class CopyingContents extends ReadOnlyContents {
    private final ContentStore source;
    private final BundleWriter bundle;

    /** Reads from a store, copies into a bundle. */
    public CopyingContents(ContentStore source, BundleWriter bundle) {
        this.source = source;
        this.bundle = bundle;
    }

    @Override
    public byte[] get(Cid cid, long lengthBytes, Duration deadline) throws ContentStoreException {
        try {
            return copied(cid, source.get(cid, lengthBytes, deadline));
        } catch (ContentUnavailableException | StoreFailureException e) {
            bundle.missing(cid);
            throw e;
        }
    }

    @Override
    public Optional<byte[]> getLocal(Cid cid, long lengthBytes, Duration deadline)
            throws ContentMismatchException, StoreFailureException {
        return source.getLocal(cid, lengthBytes, deadline).map(bytes -> copied(cid, bytes));
    }

    private byte[] copied(Cid cid, byte[] bytes) {
        try {
            bundle.content(cid, bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("The bundle cannot be written: " + e.getMessage(), e);
        }
    }
}
