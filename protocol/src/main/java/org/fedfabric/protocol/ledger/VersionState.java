package org.fedfabric.protocol.ledger;

/** Where a version stands in collecting updates for its successor; transitions are in {@code Transitions}. */
public enum VersionState {
    /** Updates may be submitted. */
    COLLECTING,
    /** The contributors are fixed; bytes are revealed and judged. */
    CLOSED,
    /** Sealed tasks: the sum is being opened. Not in this version. */
    UNSEALING,
    /** Its successor is published. */
    PUBLISHED,
    /** The task ended here. */
    FINAL
}
