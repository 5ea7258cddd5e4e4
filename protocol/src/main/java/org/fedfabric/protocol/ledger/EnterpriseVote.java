package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * What an enterprise holds of another, until it votes otherwise. Under a key of its own, so that votes never contend.
 *
 * @param schema version of this record's form, 1
 * @param mspId the enterprise voted on
 * @param voter the enterprise that votes, by one of its administrators
 * @param choice what it wants
 */
public record EnterpriseVote(int schema, String mspId, String voter, Choice choice) {
    /** What can be voted for; who has not voted counts as ADMIT. */
    public enum Choice {
        /** Its participants take part. */
        ADMIT(EnterpriseState.ACTIVE),
        /** Its participants take no part. */
        SUSPEND(EnterpriseState.SUSPENDED),
        /** It takes no part, and neither votes nor counts; for an enterprise that the channel no longer has. */
        RETIRE(EnterpriseState.RETIRED);

        private final EnterpriseState state;

        Choice(EnterpriseState state) {
            this.state = state;
        }

        /** The state voted for. */
        public EnterpriseState state() {
            return state;
        }
    }

    /** Checks the parts. */
    public EnterpriseVote {
        Checks.inRange(schema, 1, 1, "schema of an enterprise vote");
        Names.requireMspId(mspId, "MSP id");
        Names.requireMspId(voter, "voter");
        Checks.present(choice, "choice");
        Checks.require(!mspId.equals(voter), "An enterprise must not vote on itself", voter);
    }
}
