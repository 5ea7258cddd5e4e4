package org.fedfabric.protocol.task;

/** Whether updates are sealed before they are revealed. */
public enum Protection {
    /** Readable by every member once revealed. */
    PLAIN,
    /** Summed under threshold Paillier encryption. Not in this version. */
    PAILLIER,
    /** Summed under ring-LWE functional encryption. Not in this version. */
    RLWE
}
