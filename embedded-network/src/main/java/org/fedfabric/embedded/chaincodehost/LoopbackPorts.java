package org.fedfabric.embedded.chaincodehost;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for servers that cannot tell which port they were given. */
final class LoopbackPorts {
    /** Another process may take a free port between our look and our use; five times in a row it will not. */
    private static final int ATTEMPTS = 5;

    private LoopbackPorts() {}

    /** Starts a server on a port. */
    interface Binder<T> {
        T bindTo(int port) throws IOException;
    }

    static <T> T bind(int port, Binder<T> binder) throws IOException {
        if (port != 0) {
            try {
                return binder.bindTo(port);
            } catch (IOException e) {
                throw new PortInUseException(port, e);
            }
        }
        IOException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return binder.bindTo(free());
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
