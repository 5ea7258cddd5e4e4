package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * An enterprise that exists on the ledger, because an administrator of its own has enrolled somebody.
 *
 * @param mspId its MSP
 * @param state what the enterprises have decided about it
 */
public record Enterprise(String mspId, EnterpriseState state) {
    /** Checks the parts. */
    public Enterprise {
        Names.requireMspId(mspId, "MSP id");
        Checks.present(state, "state of an enterprise");
    }

    /** Whether it votes and counts in majorities. */
    public boolean counts() {
        return state != EnterpriseState.RETIRED;
    }
}
