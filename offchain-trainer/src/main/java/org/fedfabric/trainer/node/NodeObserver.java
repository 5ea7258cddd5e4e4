package org.fedfabric.trainer.node;

import org.fedfabric.protocol.ledger.DataAccount;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.ledger.LedgerEvent;

/**
 * Whoever shows a node's operator what it does. Told from any thread, so it must be safe for that, return at once and throw
 * nothing. Some of what it is told depends on the rows (how long training took, that it was given up): what leaves the
 * enterprise is the observer's responsibility. Every method does nothing unless an implementation says otherwise.
 */
public interface NodeObserver {
    /** Watches nothing. No question is put to the ledger for its sake. */
    NodeObserver NONE = new NodeObserver() {};

    /** The node takes part in a task; told before anything else of the task. */
    default void takesPart(TaskSpec spec) {}

    /** Something happened on the ledger. */
    default void happened(LedgerEvent event) {}

    /**
     * A step of a version is done.
     *
     * @param step its name in the progress file
     * @param nanos how long it took
     */
    default void took(String task, String step, long nanos) {}

    /** This node sees a version published by whomever, the first one it sees not included. */
    default void published(VersionRecord head) {}

    /** A version has a successor: its contributors have their verdicts. */
    default void judged(VersionRecord version) {}

    /** What the ledger says of the data set of one of this node's participants. */
    default void account(DataAccount account) {}
}
