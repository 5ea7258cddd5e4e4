package org.fedfabric.contentstore;

/**
 * The address and the declared length contradict each other: what lies behind the address has another length, or is not
 * cut into blocks the one canonical way. Every honest store comes to the same answer, so the record itself is at fault.
 */
public final class ContentMismatchException extends ContentStoreException {
    private static final long serialVersionUID = 1L;

    private final String cid;

    ContentMismatchException(Cid cid, String detail) {
        super("Content " + cid + " contradicts its record: " + detail, null);
        this.cid = cid.text();
    }

    /** {@return the address that was asked for} */
    public Cid cid() {
        return Cid.parse(cid);
    }
}
