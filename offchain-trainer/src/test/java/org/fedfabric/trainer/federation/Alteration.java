package org.fedfabric.trainer.federation;

/** What an enterprise's chaincode does differently. */
public enum Alteration {
    /** Nothing: the genuine chaincode. */
    NONE,
    /** Rejects every update of other enterprises. */
    OTHER_VERDICTS,
    /** Adds up something else, one step beside the sum. */
    OTHER_SUMS,
    /** Confirms whatever model an Advance names. */
    ENDORSES_ANYTHING,
    /** Writes and shows its own participants with more evidence in their favour than they have. */
    FORGED_REPUTATION,
    /** Answers every transaction with an error. */
    REFUSES,
    /** Takes transactions and never answers. */
    SILENT
}
