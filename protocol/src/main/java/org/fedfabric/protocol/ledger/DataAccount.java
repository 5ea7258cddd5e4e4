package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * A data set and the privacy it has spent, over all its versions and tasks: a new row or a new digest never resets a
 * budget (protocol.md §1).
 *
 * @param schema version of this record's form, 1
 * @param mspId the owning enterprise
 * @param owner the participant that registered it
 * @param version how many registrations it has had
 * @param registration the last one
 * @param spentMicros ε spent or allotted, in millionths, rounded up
 * @param unprotected whether any task without a guarantee used it: its ε is infinite from then on
 */
public record DataAccount(
        int schema,
        String mspId,
        String owner,
        long version,
        DataRegistration registration,
        long spentMicros,
        boolean unprotected) {
    /** Checks the parts. */
    public DataAccount {
        Checks.inRange(schema, 1, 1, "schema of a data account");
        Names.requireMspId(mspId, "MSP id");
        Names.requireParticipantId(owner, "owner");
        Checks.inRange(version, 1, 1L << 40, "version of the data");
        Checks.present(registration, "registration");
        Checks.inRange(spentMicros, 0, 1L << 60, "spentMicros");
    }
}
