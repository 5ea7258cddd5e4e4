package org.fedfabric.embedded.chaincodehost;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** A running chaincode that waits for its enterprise's endorser to connect. */
public interface ChaincodeHost extends AutoCloseable {
    /** Where it listens. */
    InetSocketAddress address();

    /** Completed when the chaincode as it was first started has ended; never, if it lives and dies with this JVM. */
    CompletableFuture<?> firstEnd();

    /** Stops it. */
    @Override
    void close();
}
