package org.fedfabric.embedded.chaincodehost;

import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.hyperledger.fabric.metrics.Metrics;
import org.hyperledger.fabric.protos.peer.ChaincodeGrpc;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.shim.Chaincode;
import org.hyperledger.fabric.shim.ChaincodeBase;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.traces.Traces;

/**
 * Gives any chaincode the surroundings the shim's server expects, without the parts of the shim's own start that touch
 * the whole JVM (it rewrites all log handlers) or scan the classpath.
 */
final class HostedChaincode extends ChaincodeBase {
    /**
     * Transactions one instance runs at a time. The shim's default of 5 would let five contracts that wait for content
     * hold up all others.
     */
    private static final String THREADS = "32";

    private final Chaincode chaincode;

    private HostedChaincode(Chaincode chaincode) {
        this.chaincode = chaincode;
    }

    static HostedChaincode of(Chaincode chaincode, String name) {
        ShimLogs.quieten();
        HostedChaincode hosted = new HostedChaincode(chaincode);
        hosted.processCommandLineOptions(new String[] {"-i", name});
        Properties properties = hosted.getChaincodeConfig();
        // Without these two the shim fails every transaction with a null provider.
        Metrics.initialize(properties);
        Traces.initialize(properties);
        return hosted;
    }

    /** The shim's end of the chaincode-as-a-service protocol, one stream per connected endorser. */
    BindableService service() {
        return new ChaincodeGrpc.ChaincodeImplBase() {
            @Override
            public StreamObserver<ChaincodeMessage> connect(StreamObserver<ChaincodeMessage> endorser) {
                try {
                    return connectToPeer(endorser);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    @Override
    public Properties getChaincodeConfig() {
        Properties properties = super.getChaincodeConfig();
        properties.setProperty("TP_CORE_POOL_SIZE", THREADS);
        properties.setProperty("TP_MAX_POOL_SIZE", THREADS);
        return properties;
    }

    @Override
    public Response init(ChaincodeStub stub) {
        return chaincode.init(stub);
    }

    @Override
    public Response invoke(ChaincodeStub stub) {
        return chaincode.invoke(stub);
    }
}
