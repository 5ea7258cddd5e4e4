package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.privacy.PrivacyLoss;

/**
 * A submission on the ledger. Written once by Submit under a key of its own, so submissions never contend; what became
 * of it stands on the version record that counted it.
 *
 * @param schema version of this record's form, 1
 * @param task the task
 * @param base the version it starts from
 * @param participantId who submitted
 * @param submission what was committed to
 * @param charge privacy taken from the allotment, computed by the chaincode; nothing where the task charges nothing
 * @param submittedMillis the transaction's timestamp
 */
public record UpdateRecord(
        int schema,
        String task,
        long base,
        String participantId,
        Submission submission,
        PrivacyLoss charge,
        long submittedMillis) {
    /** Checks the parts. */
    public UpdateRecord {
        Checks.inRange(schema, 1, 1, "schema of an update");
        Names.requireId(task, "task");
        Checks.inRange(base, 0, 1L << 40, "base");
        Names.requireParticipantId(participantId, "participant id");
        Checks.present(submission, "submission");
        Checks.present(charge, "charge");
        Checks.time(submittedMillis, "submittedMillis");
    }
}
