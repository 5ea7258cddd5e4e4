package org.fedfabric.trainer.sealing;

import org.fedfabric.contentstore.Cid;

/** Bytes that lie on disk to stay and whose address is known: the only form of an update that may leave the machine. */
public final class SealedUpdate {
    private final byte[] bytes;
    private final Cid cid;

    SealedUpdate(byte[] bytes, Cid cid) {
        this.bytes = bytes;
        this.cid = cid;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Their address, which the submission commits to. */
    public Cid cid() {
        return cid;
    }

    /** Their length, which the submission names. */
    public long lengthBytes() {
        return bytes.length;
    }
}
