package org.fedfabric.trainer.ledger;

/** The orderers refuse the endorsed transaction as it is. */
public final class SubmissionFailedException extends LedgerException {
    private static final long serialVersionUID = 1L;

    SubmissionFailedException(String message, String transactionId, Throwable cause) {
        super(message, transactionId, cause);
    }
}
