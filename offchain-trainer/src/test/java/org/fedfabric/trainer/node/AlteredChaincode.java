package org.fedfabric.trainer.node;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fedfabric.chaincode.FedFabricChaincode;
import org.hyperledger.fabric.shim.ChaincodeBase;
import org.hyperledger.fabric.shim.ChaincodeStub;

/** FedFabric's chaincode, but for one bit in the score of every version it writes. */
final class AlteredChaincode extends ChaincodeBase {
    private static final Pattern SCORE = Pattern.compile("\"scoreMicros\":-?\\d*(\\d),\"fruitless\"");

    private final FedFabricChaincode genuine;

    AlteredChaincode(FedFabricChaincode genuine) {
        this.genuine = genuine;
    }

    @Override
    public Response init(ChaincodeStub stub) {
        return genuine.init(stub);
    }

    @Override
    public Response invoke(ChaincodeStub stub) {
        ChaincodeStub altering = (ChaincodeStub) Proxy.newProxyInstance(
                ChaincodeStub.class.getClassLoader(),
                new Class<?>[] {ChaincodeStub.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("putState")) {
                        arguments[1] = altered((byte[]) arguments[1]);
                    }
                    try {
                        return method.invoke(stub, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return genuine.invoke(altering);
    }

    private static byte[] altered(byte[] value) {
        Matcher score = SCORE.matcher(new String(value, StandardCharsets.ISO_8859_1));
        if (score.find()) {
            value[score.start(1)] ^= 1;
        }
        return value;
    }
}
