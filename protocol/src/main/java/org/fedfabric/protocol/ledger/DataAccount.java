package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.privacy.PrivacyBudget;
import org.fedfabric.protocol.privacy.PrivacyLoss;

/**
 * A data set and the privacy it has spent, over all its versions and tasks: a new row or a new digest never resets a
 * budget (protocol.md §1).
 *
 * @param schema version of this record's form, 1
 * @param mspId the owning enterprise
 * @param owner the participant that registered it
 * @param version how many registrations it has had
 * @param registration the last one
 * @param spent privacy charged or allotted, of all its versions and tasks
 * @param unprotected whether any task without a guarantee used it: its ε is infinite from then on
 */
public record DataAccount(
        int schema,
        String mspId,
        String owner,
        long version,
        DataRegistration registration,
        PrivacyLoss spent,
        boolean unprotected) {
    /** Checks the parts. */
    public DataAccount {
        Checks.inRange(schema, 1, 1, "schema of a data account");
        Names.requireMspId(mspId, "MSP id");
        Names.requireParticipantId(owner, "owner");
        Checks.inRange(version, 1, 1L << 40, "version of the data");
        Checks.present(registration, "registration");
        Checks.present(spent, "spent");
    }

    /** What is spent of what may be, as (ε, δ). */
    public PrivacyBudget budget() {
        return new PrivacyBudget(spent, registration.epsilonCapMicros(), registration.deltaPerBillion());
    }

    /** This account with another sum spent. */
    public DataAccount withSpent(PrivacyLoss now) {
        return new DataAccount(schema, mspId, owner, version, registration, now, unprotected);
    }

    /** This account with the data's next version; everything spent is carried over. */
    public DataAccount continuedBy(DataRegistration next) {
        return new DataAccount(schema, mspId, owner, version + 1, next, spent, unprotected);
    }

    /** This account once a task without a guarantee uses it. */
    public DataAccount withoutProtection() {
        return new DataAccount(schema, mspId, owner, version, registration, spent, true);
    }
}
