package org.fedfabric.trainer.federation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.fedfabric.chaincode.FedFabricChaincode;
import org.hyperledger.fabric.shim.Chaincode;
import org.hyperledger.fabric.shim.ChaincodeStub;

/** A chaincode that is altered by one bit: the lowest of the last byte of every value it writes. */
final class AlteredStub implements Chaincode, AutoCloseable {
    private final FedFabricChaincode honest;

    AlteredStub(FedFabricChaincode honest) {
        this.honest = honest;
    }

    @Override
    public Response init(ChaincodeStub stub) {
        return honest.init(stub);
    }

    @Override
    public Response invoke(ChaincodeStub stub) {
        return honest.invoke((ChaincodeStub) Proxy.newProxyInstance(
                ChaincodeStub.class.getClassLoader(), new Class<?>[] {ChaincodeStub.class}, (proxy, method, args) -> {
                    if (method.getName().equals("putState")) {
                        byte[] altered = ((byte[]) args[1]).clone();
                        altered[altered.length - 1] ^= 1;
                        stub.putState((String) args[0], altered);
                        return null;
                    }
                    try {
                        return method.invoke(stub, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Override
    public void close() {
        honest.close();
    }
}
