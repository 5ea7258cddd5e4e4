package org.fedfabric.embedded.identity;

/** The bytes do not name a member of any known organisation. */
public final class UnknownIdentityException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownIdentityException(String message, Throwable cause) {
        super(message, cause);
    }

    UnknownIdentityException(String message) {
        super(message);
    }
}
