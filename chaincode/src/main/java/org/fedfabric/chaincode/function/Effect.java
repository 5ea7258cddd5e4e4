package org.fedfabric.chaincode.function;

/** What calling a function is for. */
public enum Effect {
    /** Changes the ledger: to be submitted. */
    TRANSACTION,
    /** Answers only: to be evaluated. Writes nothing even if submitted. */
    QUERY
}
