package org.fedfabric.protocol.ledger;

/** What a participant may do. Written by its enterprise's administrator (protocol.md §1). */
public enum Role {
    /** Trains and submits updates. */
    TRAINER,
    /** Closes versions and computes the next one. */
    AGGREGATOR,
    /** Creates tasks. */
    REQUESTER,
    /** Reads; may ask for recomputation. */
    AUDITOR
}
