package org.fedfabric.embedded.chaincodehost;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.hyperledger.fabric.shim.Chaincode;
import org.hyperledger.fabric.shim.ChaincodeServerProperties;
import org.hyperledger.fabric.shim.NettyGrpcServer;

/** A chaincode in this JVM, served on a loopback port by the shim's unchanged server. */
public final class InProcessChaincode implements ChaincodeHost {
    /** The shim ends connections by default after 5 s; an endorser's stream is meant to last. */
    private static final int CONNECTION_AGE_SECONDS = Integer.MAX_VALUE;

    private final InetSocketAddress address;
    private final NettyGrpcServer server;
    private final Chaincode chaincode;

    private InProcessChaincode(InetSocketAddress address, NettyGrpcServer server, Chaincode chaincode) {
        this.address = address;
        this.chaincode = chaincode;
        this.server = server;
    }

    /**
     * Starts a chaincode.
     *
     * @param name the name by which it registers with its endorser
     * @param port the loopback port; 0 takes a free one
     * @throws PortInUseException if the port is taken
     */
    public static InProcessChaincode start(Chaincode chaincode, String name, int port) throws IOException {
        HostedChaincode hosted = HostedChaincode.of(chaincode, name);
        return LoopbackPorts.bind(port, candidate -> {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", candidate);
            ChaincodeServerProperties properties = new ChaincodeServerProperties();
            properties.setServerAddress(address);
            properties.setMaxConnectionAgeSeconds(CONNECTION_AGE_SECONDS);
            NettyGrpcServer server = new NettyGrpcServer(hosted, properties);
            server.start();
            return new InProcessChaincode(address, server, chaincode);
        });
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    /** Stops serving; a chaincode that holds resources of its own (an {@link AutoCloseable}) is closed too. */
    @Override
    public void close() {
        server.stop();
        if (chaincode instanceof AutoCloseable) {
            try {
                ((AutoCloseable) chaincode).close();
            } catch (Exception e) {
                System.err.println("A chaincode could not be closed: " + e);
            }
        }
    }
}
