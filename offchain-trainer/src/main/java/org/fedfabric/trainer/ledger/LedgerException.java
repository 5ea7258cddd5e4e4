package org.fedfabric.trainer.ledger;

/**
 * Why a call to the ledger did not end as asked: one type per step that can fail, each with the transaction's id where
 * there is one.
 */
public abstract sealed class LedgerException extends Exception
        permits LedgerRefusal,
                CertificateExpiredException,
                EvaluationFailedException,
                EndorsementFailedException,
                SubmissionFailedException,
                CommitUnknownException,
                TransactionInvalidException {
    private static final long serialVersionUID = 1L;

    private final String transactionId;

    LedgerException(String message, String transactionId, Throwable cause) {
        super(message, cause);
        this.transactionId = transactionId;
    }

    /** The id of the last transaction that was proposed. */
    public String transactionId() {
        return transactionId;
    }
}
