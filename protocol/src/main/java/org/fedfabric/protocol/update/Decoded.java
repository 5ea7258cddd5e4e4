package org.fedfabric.protocol.update;

import org.fedfabric.protocol.ledger.Verdict;

/** What the bytes of an update hold, or which rule they break. */
public sealed interface Decoded {
    /**
     * The update's values, each within the agreed width.
     *
     * @param values as many as the header says
     */
    record Values(int[] values) implements Decoded {}

    /**
     * The bytes break a rule.
     *
     * @param reason HEADER, SHAPE or RANGE
     */
    record Rejected(Verdict.Reason reason) implements Decoded {}
}
