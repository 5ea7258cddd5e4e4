package org.fedfabric.protocol.ledger;

/** Where a task stands; transitions are in {@code Transitions}. */
public enum TaskState {
    /** Created; participants join. */
    OPEN,
    /** Versions are collected and published. */
    RUNNING,
    /** All versions are published. */
    COMPLETED,
    /** Ended early, with a reason. */
    STOPPED
}
