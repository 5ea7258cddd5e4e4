package org.fedfabric.embedded.wire;

/** A message a client sent cannot be what it claims to be; the text goes back to the client. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A refusal with the sentence the client sees. */
    public MalformedMessageException(String message) {
        super(message);
    }
}
