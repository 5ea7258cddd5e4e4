package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * A member's claim about the environment it trains in. Under a key of its own: declaring collides with nothing.
 *
 * @param schema version of this record's form, 1
 * @param task the task
 * @param participantId who claims it
 * @param environment the claim
 * @param sinceMillis timestamp of the transaction that declared it
 */
public record Declaration(int schema, String task, String participantId, Environment environment, long sinceMillis) {
    /** Checks the parts. */
    public Declaration {
        Checks.inRange(schema, 1, 1, "schema of a declaration");
        Names.requireId(task, "task");
        Names.requireParticipantId(participantId, "participant id");
        Checks.present(environment, "environment");
        Checks.time(sinceMillis, "sinceMillis");
    }
}
