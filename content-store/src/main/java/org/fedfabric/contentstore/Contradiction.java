package org.fedfabric.contentstore;

/** The ways in which an address and a declared length can contradict each other, each as one sentence. */
final class Contradiction {
    private Contradiction() {}

    /** What can be said before anything is fetched: raw content has at most one chunk, dag-pb content has more. */
    static void check(Cid cid, long lengthBytes) throws ContentMismatchException {
        Codec codec = Codec.forLength(lengthBytes);
        if (cid.codec() != codec) {
            throw new ContentMismatchException(
                    cid,
                    "content of " + lengthBytes + " bytes has a CID of codec " + codec + ", this one has " + cid.codec()
                            + ".");
        }
    }

    static ContentMismatchException length(Cid cid, long declaredBytes, long actualBytes) {
        return new ContentMismatchException(
                cid, "the record declares " + declaredBytes + " bytes, the content has " + actualBytes + ".");
    }
}
