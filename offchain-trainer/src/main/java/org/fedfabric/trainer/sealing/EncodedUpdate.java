package org.fedfabric.trainer.sealing;

import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.protocol.update.UpdateHeader;
import org.fedfabric.trainer.privacy.NoisedUpdate;

/** An update in its byte form, under the header that ties it to its task, version and maker. */
public final class EncodedUpdate {
    private final UpdateHeader header;
    private final byte[] bytes;

    private EncodedUpdate(UpdateHeader header, byte[] bytes) {
        this.header = header;
        this.bytes = bytes;
    }

    /**
     * Writes an update.
     *
     * @throws IllegalArgumentException if the header names another number of values
     */
    public static EncodedUpdate of(UpdateHeader header, NoisedUpdate update) {
        return new EncodedUpdate(header, UpdateBlob.encode(header, update.values()));
    }

    /** The header. */
    public UpdateHeader header() {
        return header;
    }

    byte[] bytes() {
        return bytes;
    }
}
