package org.fedfabric.embedded.chaincodehost;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.fedfabric.embedded.transport.LoopbackServer;
import org.hyperledger.fabric.shim.Chaincode;

/**
 * A chaincode in this JVM, served on a loopback port by the shim.
 *
 * <p>Only the listening socket is not the shim's own: its server cannot tell which free port it was given, and leaves a
 * shutdown hook behind for every network a JVM ever starts.
 */
public final class InProcessChaincode implements ChaincodeHost {
    private final LoopbackServer server;
    private final Chaincode chaincode;

    private InProcessChaincode(LoopbackServer server, Chaincode chaincode) {
        this.server = server;
        this.chaincode = chaincode;
    }

    /**
     * Starts a chaincode.
     *
     * @param name the name by which it registers with its endorser
     * @param port the loopback port; 0 takes a free one
     */
    public static InProcessChaincode start(Chaincode chaincode, String name, int port) throws IOException {
        HostedChaincode hosted = HostedChaincode.of(chaincode, name);
        // A message is only handed on to the shim's own threads, which takes less time than waking another one for it.
        Executor executor = Runnable::run;
        return new InProcessChaincode(LoopbackServer.startPlain(port, executor, List.of(hosted.service())), chaincode);
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", server.port());
    }

    @Override
    public CompletableFuture<?> firstEnd() {
        return new CompletableFuture<>();
    }

    /** Stops serving; a chaincode that holds resources of its own (an {@link AutoCloseable}) is closed too. */
    @Override
    public void close() {
        server.close();
        if (chaincode instanceof AutoCloseable) {
            try {
                ((AutoCloseable) chaincode).close();
            } catch (Exception e) {
                System.err.println("A chaincode could not be closed: " + e);
            }
        }
    }
}
