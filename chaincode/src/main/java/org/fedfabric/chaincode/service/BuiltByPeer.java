package org.fedfabric.chaincode.service;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.fedfabric.chaincode.CodeIdentity;
import org.fedfabric.chaincode.FedFabricChaincode;
import org.fedfabric.chaincode.judging.EndorserClock;
import org.fedfabric.chaincode.judging.Judging;
import org.fedfabric.chaincode.observing.EndorserObserver;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.ledger.EndorserStatus.CodeCheck;

/**
 * The chaincode as a peer runs it that built it from a {@code --lang java} package: in a container, where the peer hands over
 * {@code --peerAddress} and the variables of Fabric's shim and nothing of one's own. The address of the IPFS node is therefore
 * in the package. What runs is what was approved, because the peer made it of the package itself.
 */
public final class BuiltByPeer {
    /** Written into the package by {@code network/fabric/package.sh --lang java}. */
    private static final String KUBO_API = "kubo-api";

    /** Kept, because a logger that nobody holds forgets its level. */
    private static final Logger SHIM_CALLS =
            Logger.getLogger("org.hyperledger.fabric.shim.impl.ChaincodeInvocationTask");

    private BuiltByPeer() {}

    /** Connects to the peer and serves it until the peer ends the container. */
    public static void main(String[] arguments) throws IOException {
        String packageId = System.getenv("CORE_CHAINCODE_ID_NAME");
        String kuboApi = packagedKuboApi();
        SHIM_CALLS.setLevel(Level.OFF);
        System.out.println("FedFabric chaincode " + packageId + " reads IPFS at " + kuboApi);
        CodeIdentity code = new CodeIdentity(packageId, null, CodeCheck.BUILT_BY_PEER);
        Judging judging = Judging.of(ContentStore.atKubo(URI.create(kuboApi)), EndorserClock.system());
        new FedFabricChaincode(judging, EndorserObserver.NONE, code).start(arguments);
    }

    private static String packagedKuboApi() throws IOException {
        try (InputStream in = BuiltByPeer.class.getResourceAsStream(KUBO_API)) {
            if (in == null) {
                throw new IOException("The package must have the address of the IPFS node. Build it with "
                        + "network/fabric/package.sh --lang java. Provided value: none");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
