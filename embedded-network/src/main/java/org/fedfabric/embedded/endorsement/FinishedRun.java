package org.fedfabric.embedded.endorsement;

import org.fedfabric.embedded.state.Simulation;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;

/**
 * A contract that has run to its end.
 *
 * @param message the chaincode's last message: COMPLETED with a response, or ERROR with a text
 * @param simulation what it read and wrote
 */
record FinishedRun(ChaincodeMessage message, Simulation simulation) {}
