package org.fedfabric.embedded.chaincodehost;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/**
 * A chaincode in a process of its own, as {@link ChaincodeProcess} starts it.
 *
 * <p>The first argument names the chaincode (see {@link NamedChaincode}); the environment says where to listen and for whom
 * (see {@link ChaincodeProcess}). The process ends when its standard input does, so it never outlives its network.
 */
public final class ChaincodeServerMain {
    private ChaincodeServerMain() {}

    /** Serves the chaincode until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> environment = System.getenv();
        String address = environment.get(ChaincodeProcess.SERVER_ADDRESS);
        ChaincodeFactory factory = NamedChaincode.factory(arguments[0]);
        ChaincodeContext context = new ChaincodeContext(
                environment.get(ChaincodeProcess.ENTERPRISE),
                environment.get(ChaincodeProcess.MSP_ID),
                URI.create(environment.get(ChaincodeProcess.CONTENT_API)));
        InProcessChaincode.start(
                factory.create(context),
                environment.get(ChaincodeProcess.CHAINCODE_NAME),
                Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
        while (System.in.read() >= 0) {
            // the network writes nothing; only the end matters
        }
        Runtime.getRuntime().halt(0);
    }
}
