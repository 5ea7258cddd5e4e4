package org.fedfabric.embedded.ledger;

import java.io.IOException;

/** A block could not be made durable. Nothing in it was acknowledged; no further block may be written by this process. */
public final class LedgerWriteException extends IOException {
    private static final long serialVersionUID = 1L;

    LedgerWriteException(String message, Throwable cause) {
        super(message, cause);
    }
}
