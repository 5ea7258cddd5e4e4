package org.fedfabric.protocol.ledger;

/** Where an update stands; transitions are in {@code Transitions}. */
public enum UpdateState {
    /** Asynchronous tasks: waiting for a buffer. Not in this version. */
    QUEUED,
    /** Committed and paid for. */
    SUBMITTED,
    /** Part of the next version. */
    INCLUDED,
    /** Judged and refused, on the record. */
    REJECTED,
    /** Its bytes were withheld. */
    UNAVAILABLE,
    /** Judged sound, and left out by the aggregation rule. */
    OUTVOTED,
    /** Its task ended before it was judged. */
    EXPIRED
}
