package org.fedfabric.embedded.chaincodehost;

import org.hyperledger.fabric.shim.Chaincode;

/** Makes each enterprise's own instance of the chaincode. */
@FunctionalInterface
public interface ChaincodeFactory {
    /** A new instance for that enterprise; a {@code ChaincodeBase} is a {@code Chaincode}. */
    Chaincode create(ChaincodeContext context);
}
