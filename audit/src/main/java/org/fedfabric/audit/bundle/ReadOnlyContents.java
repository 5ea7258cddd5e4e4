package org.fedfabric.audit.bundle;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.contentstore.StoreStatus;

/** The part of a content store that an audit has no use for: it reads and changes nothing. */
abstract class ReadOnlyContents implements ContentStore {
    @Override
    public final Cid put(byte[] content, Pinning pinning, Duration deadline) {
        throw readOnly();
    }

    @Override
    public final void pin(Cid cid, Duration deadline) {
        throw readOnly();
    }

    @Override
    public final void unpin(Cid cid, Duration deadline) {
        throw readOnly();
    }

    @Override
    public final SortedSet<Cid> pinned(Duration deadline) {
        return Collections.unmodifiableSortedSet(new TreeSet<>());
    }

    @Override
    public final long collectGarbage(Duration deadline) {
        throw readOnly();
    }

    @Override
    public final StoreStatus status(Duration deadline) {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("An audit reads contents and does nothing else with them");
    }
}
