package org.fedfabric.contentstore;

/** Whoever counts what goes into and comes out of a store; no result depends on it. */
public interface TransferListener {
    /** Content arrived whole and verified, from the own node or through it. */
    void fetched(long lengthBytes);

    /** The store confirmed that it holds content. */
    void stored(long lengthBytes);

    /** Content did not arrive, or the store failed to take it. */
    void failed();
}
