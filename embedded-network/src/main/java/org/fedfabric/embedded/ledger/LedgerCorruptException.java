package org.fedfabric.embedded.ledger;

import java.io.IOException;

/** Blocks that were acknowledged once cannot be read any more. The network must not start on what is left. */
public final class LedgerCorruptException extends IOException {
    private static final long serialVersionUID = 1L;

    LedgerCorruptException(String message) {
        super(message);
    }
}
