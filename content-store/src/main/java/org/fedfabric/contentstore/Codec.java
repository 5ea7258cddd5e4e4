package org.fedfabric.contentstore;

/** How the block behind a {@link Cid} is to be read: the two multicodecs that canonical content uses (protocol §3). */
public enum Codec {
    /** The block is the content itself: at most {@link Cid#CHUNK_BYTES} bytes. */
    RAW(0x55),

    /** The block is a list of raw chunks: more than {@link Cid#CHUNK_BYTES} bytes of content. */
    DAG_PB(0x70);

    private final int code;

    Codec(int code) {
        this.code = code;
    }

    /** The number that stands for this codec in the multicodec table, and in the second byte of a binary CID. */
    int code() {
        return code;
    }

    /**
     * The only codec that canonical content of a given length can have, so that a record whose CID and length disagree
     * is recognised before anything is fetched.
     *
     * @param lengthBytes length of the content, 0 to {@link Cid#MAX_CONTENT_BYTES}
     * @return {@link #RAW} up to one chunk, {@link #DAG_PB} above
     * @throws IllegalArgumentException when no canonical content can have that length
     */
    public static Codec forLength(long lengthBytes) {
        if (lengthBytes < 0 || lengthBytes > Cid.MAX_CONTENT_BYTES) {
            throw new IllegalArgumentException(
                    "The length of content must lie between 0 and " + Cid.MAX_CONTENT_BYTES + " bytes. Provided value: "
                            + lengthBytes + ". Split or compress larger content before storing it.");
        }
        return lengthBytes <= Cid.CHUNK_BYTES ? RAW : DAG_PB;
    }
}
