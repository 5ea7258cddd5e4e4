package org.fedfabric.protocol.ledger;

/** Why a task ended early. */
public enum StopReason {
    /** The requester stopped it. */
    REQUESTED,
    /** Too few submissions, even after the extensions. */
    QUORUM,
    /** Three versions in a row included too few updates. */
    FRUITLESS,
    /** Too few participants have privacy budget left. */
    BUDGET,
    /** The model's own score got no further for as many versions as the task has patience: it is complete. */
    CONVERGED
}
