package org.fedfabric.trainer.interchange;

/** A model of another program has a part that this product's layers cannot express; the message names it. */
public final class UnsupportedModelException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With the sentence for the person. */
    public UnsupportedModelException(String message) {
        super(message);
    }

    /** With the sentence for the person and what was behind it. */
    UnsupportedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
