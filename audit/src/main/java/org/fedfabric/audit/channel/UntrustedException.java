package org.fedfabric.audit.channel;

/** An identity, signature or configuration does not prove what it claims; the message says why. */
public final class UntrustedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public UntrustedException(String message) {
        super(message);
    }
}
