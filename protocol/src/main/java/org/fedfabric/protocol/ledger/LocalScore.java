package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * A member's claim of how well a published version does on its own rows, as {@code round:Report} recorded it. Under a key
 * of its own: reporting collides with nothing, and no decision rests on it.
 *
 * @param schema version of this record's form, 1
 * @param task the task
 * @param version the version
 * @param participantId whose rows, and who claims it
 * @param score the claim
 */
public record LocalScore(int schema, String task, long version, String participantId, HoldOutScore score) {
    /** Checks the parts. */
    public LocalScore {
        Checks.inRange(schema, 1, 1, "schema of a local score");
        Names.requireId(task, "task");
        Checks.inRange(version, 0, 1L << 40, "version");
        Names.requireParticipantId(participantId, "participant id");
        Checks.present(score, "score");
    }
}
