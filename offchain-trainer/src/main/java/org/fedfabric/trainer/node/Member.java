package org.fedfabric.trainer.node;

import java.util.concurrent.atomic.AtomicReference;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.Role;
import org.fedfabric.protocol.selection.HashChain;
import org.fedfabric.trainer.ledger.FederationContract;

/**
 * A participant of this node in one task it has joined.
 *
 * @param participant who, with its roles as they were when it joined
 * @param contract the chaincode as it calls it
 * @param maker trains on its rows
 * @param rows its rows
 * @param rowsLog2 its registered bucket of rows
 * @param chain its hash chain for this task
 * @param tip the chain's tip as the ledger has it, as far as this process knows
 */
record Member(
        Participant participant,
        FederationContract contract,
        UpdateMaker maker,
        LocalRows rows,
        int rowsLog2,
        HashChain chain,
        AtomicReference<String> tip) {
    String id() {
        return participant.id();
    }

    boolean isAggregator() {
        return participant.has(Role.AGGREGATOR);
    }
}
