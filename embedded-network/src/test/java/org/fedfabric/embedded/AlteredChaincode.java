package org.fedfabric.embedded;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.hyperledger.fabric.shim.Chaincode;
import org.hyperledger.fabric.shim.ChaincodeStub;

/** A chaincode as a cheat would run it: every value it writes has one bit flipped. */
final class AlteredChaincode implements Chaincode {
    private final Chaincode original;

    private AlteredChaincode(Chaincode original) {
        this.original = original;
    }

    static Chaincode of(Chaincode original) {
        return new AlteredChaincode(original);
    }

    @Override
    public Response init(ChaincodeStub stub) {
        return original.init(stub);
    }

    @Override
    public Response invoke(ChaincodeStub stub) {
        return original.invoke((ChaincodeStub) Proxy.newProxyInstance(
                AlteredChaincode.class.getClassLoader(),
                new Class<?>[] {ChaincodeStub.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("putState")) {
                        ((byte[]) arguments[1])[0] ^= 1;
                    } else if (method.getName().equals("putStringState")) {
                        byte[] value = ((String) arguments[1]).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                        value[0] ^= 1;
                        stub.putState((String) arguments[0], value);
                        return null;
                    }
                    try {
                        return method.invoke(stub, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
