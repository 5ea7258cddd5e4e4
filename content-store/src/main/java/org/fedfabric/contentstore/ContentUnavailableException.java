package org.fedfabric.contentstore;

/** The store works, but nobody it can reach handed out every block of the content before the deadline. */
public final class ContentUnavailableException extends ContentStoreException {
    private static final long serialVersionUID = 1L;

    private final String cid;

    ContentUnavailableException(Cid cid, String detail) {
        super("Content " + cid + " is not available: " + detail, null);
        this.cid = cid.text();
    }

    /** {@return the address that was asked for} */
    public Cid cid() {
        return Cid.parse(cid);
    }
}
