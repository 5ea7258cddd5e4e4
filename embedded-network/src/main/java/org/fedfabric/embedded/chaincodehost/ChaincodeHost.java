package org.fedfabric.embedded.chaincodehost;

import java.net.InetSocketAddress;

/** A running chaincode that waits for its enterprise's endorser to connect. */
public interface ChaincodeHost extends AutoCloseable {
    /** Where it listens. */
    InetSocketAddress address();

    /** Stops it. */
    @Override
    void close();
}
