package org.fedfabric.trainer.ledger;

/** Not enough endorsers signed the same result; nothing was handed to the orderers. */
public final class EndorsementFailedException extends LedgerException {
    private static final long serialVersionUID = 1L;

    EndorsementFailedException(String message, String transactionId, Throwable cause) {
        super(message, transactionId, cause);
    }
}
