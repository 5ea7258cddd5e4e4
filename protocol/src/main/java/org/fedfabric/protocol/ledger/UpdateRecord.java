package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * A submission on the ledger. Written once by Submit under a key of its own, so submissions never contend; what became
 * of it stands on the version record that counted it.
 *
 * @param schema version of this record's form, 1
 * @param task the task
 * @param base the version it starts from
 * @param participantId who submitted
 * @param submission what was committed to
 * @param chargeMicros privacy charged, in millionths of ε, rounded up; 0 without a mechanism
 * @param submittedMillis the transaction's timestamp
 */
public record UpdateRecord(
        int schema,
        String task,
        long base,
        String participantId,
        Submission submission,
        long chargeMicros,
        long submittedMillis) {
    /** Checks the parts. */
    public UpdateRecord {
        Checks.inRange(schema, 1, 1, "schema of an update");
        Names.requireId(task, "task");
        Checks.inRange(base, 0, 1L << 40, "base");
        Names.requireParticipantId(participantId, "participant id");
        Checks.present(submission, "submission");
        Checks.inRange(chargeMicros, 0, 1L << 60, "chargeMicros");
        Checks.time(submittedMillis, "submittedMillis");
    }
}
