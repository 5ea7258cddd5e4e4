package org.fedfabric.protocol.ledger;

/** What the enterprises have decided about one of them, mildest first; the votes are {@link EnterpriseVote}s. */
public enum EnterpriseState {
    /** Its participants are selected. */
    ACTIVE,
    /** Its participants join no task and are not selected; it still votes and counts in every majority. */
    SUSPENDED,
    /** It has left the channel: suspended, and it neither votes nor counts any more. */
    RETIRED
}
