package org.fedfabric.embedded.chaincodehost;

import java.io.IOException;

/** A port that was asked for belongs to another process. */
public final class PortInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The sentence for the user. */
    public PortInUseException(int port, Throwable cause) {
        super(
                "Port " + port + " of 127.0.0.1 must be free and another process holds it. Stop that process, choose"
                        + " another --base-port, or let the system choose with --base-port 0.",
                cause);
    }
}
