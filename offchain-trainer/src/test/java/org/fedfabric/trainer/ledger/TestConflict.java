package org.fedfabric.trainer.ledger;

/** A transaction that went on conflicting however often it was proposed. */
public final class TestConflict {
    private TestConflict() {}

    /** The exception of its last proposal. */
    public static LedgerException exception() {
        return new TransactionInvalidException("conflicts as scripted", "tx", "MVCC_READ_CONFLICT");
    }
}
