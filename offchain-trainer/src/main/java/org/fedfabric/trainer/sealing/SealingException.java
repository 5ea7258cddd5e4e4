package org.fedfabric.trainer.sealing;

/** An update could not be put on disk, or what lies there is not what was put. */
public final class SealingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SealingException(String message, Throwable cause) {
        super(message, cause);
    }
}
