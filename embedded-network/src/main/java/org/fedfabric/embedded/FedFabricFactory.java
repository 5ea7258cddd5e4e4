package org.fedfabric.embedded;

import org.fedfabric.chaincode.FedFabricChaincode;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.embedded.chaincodehost.ChaincodeContext;
import org.fedfabric.embedded.chaincodehost.ChaincodeFactory;
import org.hyperledger.fabric.shim.Chaincode;

/** Makes FedFabric's own chaincode for each enterprise, over that enterprise's content store. */
public final class FedFabricFactory implements ChaincodeFactory {
    /** One factory makes the instances of all enterprises. */
    public FedFabricFactory() {}

    @Override
    public Chaincode create(ChaincodeContext context) {
        return new FedFabricChaincode(ContentStore.atKubo(context.contentApi()));
    }
}
