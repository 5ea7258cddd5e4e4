package org.fedfabric.trainer.federation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.embedded.EmbeddedNetwork;
import org.fedfabric.embedded.EnterpriseEndpoint;
import org.fedfabric.embedded.NetworkConfig;
import org.fedfabric.embedded.chaincodehost.ChaincodeContext;
import org.hyperledger.fabric.shim.Chaincode;
import org.hyperledger.fabric.shim.ChaincodeStub;

/** The embedded network in this JVM, on free ports. */
public final class EmbeddedConsortium implements Consortium {
    private final EmbeddedNetwork network;
    private final List<Exchangeable> chaincodes;

    private EmbeddedConsortium(EmbeddedNetwork network, List<Exchangeable> chaincodes) {
        this.network = network;
        this.chaincodes = chaincodes;
    }

    /** A network whose chaincodes stay what they are. */
    static EmbeddedConsortium of(EmbeddedNetwork network) {
        return new EmbeddedConsortium(network, List.of());
    }

    /** Starts one of honest enterprises, whose chaincodes can be altered. */
    public static EmbeddedConsortium start(Path state, int enterprises) throws Exception {
        List<Exchangeable> chaincodes = new ArrayList<>();
        EmbeddedNetwork network = EmbeddedNetwork.start(NetworkConfig.builder(state, context -> {
                    Exchangeable chaincode = new Exchangeable(context);
                    synchronized (chaincodes) {
                        chaincodes.add(chaincode);
                    }
                    return chaincode;
                })
                .enterprises(enterprises)
                .build());
        return new EmbeddedConsortium(network, chaincodes);
    }

    /** An enterprise's chaincode, for which another can be put in. */
    private static final class Exchangeable implements Chaincode {
        private final ChaincodeContext context;
        private volatile AlteredChaincode current;

        Exchangeable(ChaincodeContext context) {
            this.context = context;
            exchange(Alteration.NONE, context.contentApi());
        }

        void exchange(Alteration alteration, URI contentApi) {
            AlteredChaincode before = current;
            current = new AlteredChaincode(alteration, ContentStore.atKubo(contentApi), context.mspId());
            if (before != null) {
                before.close();
            }
        }

        @Override
        public Response init(ChaincodeStub stub) {
            return current.init(stub);
        }

        @Override
        public Response invoke(ChaincodeStub stub) {
            return current.invoke(stub);
        }
    }

    @Override
    public List<Path> profiles() {
        return network.enterprises().stream()
                .map(EnterpriseEndpoint::connectionProfile)
                .toList();
    }

    @Override
    public Path identity(int enterprise, String name) throws IOException {
        return network.issueUser(network.enterprises().get(enterprise).name(), name);
    }

    @Override
    public long height() {
        return network.height(EmbeddedNetwork.FEDERATION);
    }

    @Override
    public boolean outlivesTests() {
        return false;
    }

    @Override
    public void alter(int enterprise, Alteration alteration) {
        chaincodesOf(enterprise).forEach(its -> its.exchange(alteration, its.context.contentApi()));
    }

    @Override
    public void readThrough(int enterprise, URI contentApi) {
        chaincodesOf(enterprise).forEach(its -> its.exchange(Alteration.NONE, contentApi));
    }

    private List<Exchangeable> chaincodesOf(int enterprise) {
        String name = network.enterprises().get(enterprise).name();
        List<Exchangeable> its = chaincodes.stream()
                .filter(chaincode -> chaincode.context.enterprise().equals(name))
                .toList();
        if (its.isEmpty()) {
            throw new IllegalStateException("This network's chaincodes cannot be exchanged");
        }
        return its;
    }

    @Override
    public void close() {
        network.close();
        chaincodes.forEach(chaincode -> chaincode.current.close());
    }
}
