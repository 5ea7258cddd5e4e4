package org.fedfabric.trainer.dataset;

/**
 * Data that cannot be used as it is. The message is one sentence a person can act on: which file and place, what must
 * hold, the value found, what to do.
 */
public final class DatasetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the whole sentence. */
    public DatasetException(String message) {
        super(message);
    }

    /** With the whole sentence and what the platform said. */
    public DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}
