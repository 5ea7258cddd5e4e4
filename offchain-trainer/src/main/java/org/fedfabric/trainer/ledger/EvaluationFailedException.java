package org.fedfabric.trainer.ledger;

/** Neither the own enterprise's peer nor a majority of enterprises answered a query. */
public final class EvaluationFailedException extends LedgerException {
    private static final long serialVersionUID = 1L;

    private final boolean denied;

    EvaluationFailedException(String message, String transactionId, boolean denied, Throwable cause) {
        super(message, transactionId, cause);
        this.denied = denied;
    }

    /** Whether asking another peer makes no sense: the identity may not ask this, or the thread was told to stop. */
    boolean denied() {
        return denied;
    }
}
