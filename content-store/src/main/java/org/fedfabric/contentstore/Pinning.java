package org.fedfabric.contentstore;

/** Whether a store must keep content until told otherwise, or may drop it at the next garbage collection. */
public enum Pinning {
    /** Kept until {@link ContentStore#unpin}. */
    PINNED,

    /** Held as a cache holds things. */
    UNPINNED
}
