package org.fedfabric.protocol.round;

import org.fedfabric.protocol.ledger.VersionRecord;

/** What a call of {@code round:Close} does to the head version at a given time. */
public sealed interface CloseDecision {
    /**
     * The contributors are fixed.
     *
     * @param closed the version as it is now to be written
     */
    record Close(VersionRecord closed) implements CloseDecision {}

    /**
     * Too few have submitted: there is more time, and what was submitted stands.
     *
     * @param extended the version as it is now to be written
     */
    record Extend(VersionRecord extended) implements CloseDecision {}

    /**
     * Too few have submitted and the extensions are used up: the task stops with reason QUORUM.
     *
     * @param ended the version as it is now to be written
     */
    record Stop(VersionRecord ended) implements CloseDecision {}

    /**
     * Nothing is written.
     *
     * @param earliestMillis when a call will do something even if nobody else submits
     */
    record TooEarly(long earliestMillis) implements CloseDecision {}
}
