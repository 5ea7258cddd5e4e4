package org.fedfabric.trainer.node;

import java.util.Optional;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.trainer.attack.Attack;
import org.fedfabric.trainer.ledger.ClientIdentity;

/**
 * A participant that a node runs.
 *
 * @param identity its certificate and key
 * @param lineage name of its registered data set
 * @param data its rows
 * @param simulatedAttack what it does to its updates, in a simulation of a malicious trainer
 */
public record NodeParticipant(
        ClientIdentity identity, String lineage, LocalData data, Optional<Attack> simulatedAttack) {
    /** Checks presence. */
    public NodeParticipant {
        Checks.present(identity, "identity of a participant");
        Names.requireId(lineage, "lineage");
        Checks.present(data, "data of a participant");
        Checks.present(simulatedAttack, "simulatedAttack (empty for none)");
    }

    /** An honest participant. */
    public static NodeParticipant honest(ClientIdentity identity, String lineage, LocalData data) {
        return new NodeParticipant(identity, lineage, data, Optional.empty());
    }
}
