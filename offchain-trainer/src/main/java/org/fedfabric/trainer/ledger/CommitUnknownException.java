package org.fedfabric.trainer.ledger;

/**
 * The transaction was handed over, more than once, and nobody said what became of it: it may commit yet. Read the ledger
 * before asking again.
 */
public final class CommitUnknownException extends LedgerException {
    private static final long serialVersionUID = 1L;

    CommitUnknownException(String message, String transactionId, Throwable cause) {
        super(message, transactionId, cause);
    }
}
