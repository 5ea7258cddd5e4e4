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
 * @param stopReason why it ended before its last version, if it did: a stopped task's reason, or CONVERGED of a completed
 *     one
 * @param testCid CID of the hidden test set, once revealed
 * @param testLengthBytes its length, once revealed
 */
public record TaskRecord(
        int schema,
        TaskSpec spec,
        String specDigest,
        String requester,
        TaskState state,
        StopReason stopReason,
        String testCid,
        Long testLengthBytes) {
    /** Checks the parts. */
    public TaskRecord {
        Checks.inRange(schema, 1, 1, "schema of a task");
        Checks.present(spec, "spec");
        Names.requireDigest(specDigest, "specDigest");
        Names.requireParticipantId(requester, "requester");
        Checks.present(state, "state");
        boolean reasonFits = switch (state) {
            case STOPPED -> stopReason != null && stopReason != StopReason.CONVERGED;
            case COMPLETED -> stopReason == null || stopReason == StopReason.CONVERGED;
            case OPEN, RUNNING -> stopReason == null;
        };
        Checks.require(reasonFits, "A stopped task has a reason, and a completed one CONVERGED or none", stopReason);
        if (testLengthBytes != null) {
            // No content address names more than 174 MiB.
            Checks.inRange(testLengthBytes, 1, 1L << 28, "testLengthBytes");
        }
    }

    /** A task whose test set, if it has one, is not revealed. */
    public TaskRecord(
            int schema,
            TaskSpec spec,
            String specDigest,
            String requester,
            TaskState state,
            StopReason stopReason,
            String testCid) {
        this(schema, spec, specDigest, requester, state, stopReason, testCid, null);
    }

    /** This task in another state. */
    public TaskRecord in(TaskState next, StopReason reason) {
        return new TaskRecord(schema, spec, specDigest, requester, next, reason, testCid, testLengthBytes);
    }

    /** This task with its test set revealed. */
    public TaskRecord revealing(String cid, long lengthBytes) {
        return new TaskRecord(schema, spec, specDigest, requester, state, stopReason, cid, lengthBytes);
    }
}
