package org.fedfabric.protocol.refusal;

/** A request that the rules refuse; nothing is written. */
public final class RefusalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RefusalCode code;

    /**
     * Refuses with a sentence that names the rule and the offending value.
     *
     * @param detail what must hold and what was provided
     */
    public RefusalException(RefusalCode code, String detail) {
        super(code.prefix() + " " + code + ": " + detail + " (" + code.advice() + ")");
        this.code = code;
    }

    /** Which rule refused. */
    public RefusalCode code() {
        return code;
    }
}
