package org.fedfabric.protocol.task;

/**
 * Whether members may put on the ledger how well a version does on rows of their own. Such scores are claims: no decision
 * rests on them.
 */
public enum Evaluation {
    /** What a member measures on its own rows stays with it. */
    NONE,
    /** A member may report a score per version, if it wants to; never in a task with noise. */
    SHARED
}
