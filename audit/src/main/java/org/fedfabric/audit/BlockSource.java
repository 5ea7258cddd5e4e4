package org.fedfabric.audit;

import java.io.IOException;

/** Where a channel's blocks come from: a peer or a bundle. */
public interface BlockSource {
    /** How many blocks there are, from 0 on. */
    long height() throws IOException;

    /** Hands over each block's bytes in order. */
    void read(Consumer consumer) throws IOException;

    /** Takes one block. */
    @FunctionalInterface
    interface Consumer {
        /** Takes the next block's bytes; what it throws ends the reading. */
        void accept(byte[] block) throws IOException;
    }
}
