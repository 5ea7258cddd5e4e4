package org.fedfabric.chaincode.judging;

import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * A task as judging sees it.
 *
 * @param channel where it is: the same spec on two channels is two tasks, and an update belongs to one
 * @param spec its terms
 * @param digest their digest
 */
public record Terms(String channel, TaskSpec spec, String digest) {
    /** The terms of a task on a channel. */
    public static Terms of(String channel, TaskRecord task) {
        return new Terms(channel, task.spec(), task.specDigest());
    }
}
