package org.fedfabric.trainer.ledger;

/** The transaction is in a block, marked invalid: it changed nothing, and repeating it did not help. */
public final class TransactionInvalidException extends LedgerException {
    private static final long serialVersionUID = 1L;

    private final String validationCode;

    TransactionInvalidException(String message, String transactionId, String validationCode) {
        super(message, transactionId, null);
        this.validationCode = validationCode;
    }

    /** Fabric's name for the reason, such as {@code MVCC_READ_CONFLICT}. */
    public String validationCode() {
        return validationCode;
    }
}
