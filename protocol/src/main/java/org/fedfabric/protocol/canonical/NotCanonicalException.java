package org.fedfabric.protocol.canonical;

/** A text that is not the canonical form of the record it should be. */
public final class NotCanonicalException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NotCanonicalException(String message, Throwable cause) {
        super(message, cause);
    }
}
