package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * A task. Written by Create, Start, Stop, the last Advance and RevealTest only, so that Submit can read it without
 * conflicts.
 *
 * @param schema version of this record's form, 1
 * @param spec its terms
 * @param specDigest their digest
 * @param requester who created it
 * @param state where it stands
 * @param stopReason why it stopped, if it did
 * @param testCid CID of the hidden test set, once revealed
 */
public record TaskRecord(
        int schema,
        TaskSpec spec,
        String specDigest,
        String requester,
        TaskState state,
        StopReason stopReason,
        String testCid) {
    /** Checks the parts. */
    public TaskRecord {
        Checks.inRange(schema, 1, 1, "schema of a task");
        Checks.present(spec, "spec");
        Names.requireDigest(specDigest, "specDigest");
        Names.requireParticipantId(requester, "requester");
        Checks.present(state, "state");
        Checks.require((stopReason != null) == (state == TaskState.STOPPED), "A stopped task has a reason", stopReason);
    }

    /** This task in another state. */
    public TaskRecord in(TaskState next, StopReason reason) {
        return new TaskRecord(schema, spec, specDigest, requester, next, reason, testCid);
    }

    /** This task with its test set revealed. */
    public TaskRecord revealing(String cid) {
        return new TaskRecord(schema, spec, specDigest, requester, state, stopReason, cid);
    }
}
