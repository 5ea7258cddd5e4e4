package org.fedfabric.trainer.federation;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.fedfabric.contentstore.ApiToken;
import org.fedfabric.contentstore.ContentStore;
import org.hyperledger.fabric.shim.ChaincodeServerProperties;

/**
 * An altered chaincode in place of an enterprise's own, in the environment of that one. The check of its jars is a part of
 * the genuine program, which whoever alters it leaves out.
 */
final class AlteredChaincodeMain {
    private AlteredChaincodeMain() {}

    /** Serves the alteration that the first argument names for the MSP in the second. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> environment = System.getenv();
        URI kubo = URI.create(environment.get("KUBO_API"));
        String tokenFile = environment.get("KUBO_API_TOKEN_FILE");
        ContentStore store = tokenFile == null
                ? ContentStore.atKubo(kubo)
                : ContentStore.atKubo(kubo, ApiToken.read(Path.of(tokenFile)));
        String address = environment.get("CHAINCODE_SERVER_ADDRESS");
        int colon = address.lastIndexOf(':');
        ChaincodeServerProperties properties = new ChaincodeServerProperties();
        properties.setServerAddress(
                new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))));
        properties.setMaxConnectionAgeSeconds(Integer.MAX_VALUE);
        properties.setTlsEnabled(true);
        properties.setKeyFile(environment.get("CHAINCODE_TLS_KEY"));
        properties.setKeyCertChainFile(environment.get("CHAINCODE_TLS_CERT"));
        properties.setTrustCertCollectionFile(environment.get("CHAINCODE_CLIENT_CA_CERT"));
        new AlteredChaincode(Alteration.valueOf(arguments[0]), store, arguments[1])
                .server(environment.get("CHAINCODE_ID"), properties)
                .start();
    }
}
