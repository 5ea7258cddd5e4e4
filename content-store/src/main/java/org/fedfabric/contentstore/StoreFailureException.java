package org.fedfabric.contentstore;

/**
 * The own store failed: it cannot be reached, does not answer in time, has no room, or handed out bytes that do not hash
 * to their address. It is for the store's operator to repair and must never count against whoever submitted the content.
 */
public final class StoreFailureException extends ContentStoreException {
    private static final long serialVersionUID = 1L;

    StoreFailureException(String message) {
        this(message, null);
    }

    StoreFailureException(String message, Throwable cause) {
        super(message, cause);
    }
}
