package org.fedfabric.embedded;

import java.io.IOException;

/** A network that could not be started. Its message is one sentence for the user; nothing is left running. */
public final class NetworkStartException extends IOException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    NetworkStartException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    NetworkStartException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** How a process should end because of it. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
