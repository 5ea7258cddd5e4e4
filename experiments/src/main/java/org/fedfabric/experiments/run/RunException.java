package org.fedfabric.experiments.run;

/** Why a run did not reach its end, in a sentence for the person who started it. */
public final class RunException extends Exception {
    private static final long serialVersionUID = 1L;

    RunException(String message) {
        super(message);
    }

    RunException(String message, Throwable cause) {
        super(message, cause);
    }
}
