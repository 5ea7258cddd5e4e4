package org.fedfabric.contentstore;

/**
 * Why a {@link ContentStore} did not do what was asked. The three kinds lead to different verdicts (protocol §4), so
 * they are told apart by type: {@link ContentUnavailableException} may end as UNAVAILABLE,
 * {@link ContentMismatchException} as REJECTED, {@link StoreFailureException} as neither: it says nothing about whoever
 * submitted the content.
 */
public abstract sealed class ContentStoreException extends Exception
        permits ContentUnavailableException, ContentMismatchException, StoreFailureException {
    private static final long serialVersionUID = 1L;

    ContentStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
