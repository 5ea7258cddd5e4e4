package org.fedfabric.embedded.transport;

import java.io.IOException;
import java.net.BindException;

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

    /** Whether a server could not start because its port is taken; native transports say so in words only. */
    public static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException
                    || String.valueOf(cause.getMessage()).contains("Address already in use")) {
                return true;
            }
        }
        return false;
    }
}
