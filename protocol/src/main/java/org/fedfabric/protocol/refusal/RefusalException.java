package org.fedfabric.protocol.refusal;

/** A request that the rules refuse; nothing is written. */
public final class RefusalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Refusals travel to clients in gRPC trailers, each endorser's beside the others'; clients drop trailers over 8 KiB by
     * default, and with them the whole answer.
     */
    private static final int MAX_DETAIL_CHARACTERS = 1_000;

    /** The provided value stands at the end. */
    private static final int END_CHARACTERS = 300;

    private final RefusalCode code;

    /**
     * Refuses with a sentence that names the rule and the offending value.
     *
     * @param detail what must hold and what was provided; of more than 1,000 characters the middle is left out
     */
    public RefusalException(RefusalCode code, String detail) {
        super(code.prefix() + " " + code + ": " + bounded(detail) + " (" + code.advice() + ")");
        this.code = code;
    }

    /** Which rule refused. */
    public RefusalCode code() {
        return code;
    }

    private static String bounded(String detail) {
        if (detail.length() <= MAX_DETAIL_CHARACTERS) {
            return detail;
        }
        return detail.substring(0, MAX_DETAIL_CHARACTERS - END_CHARACTERS) + " … ("
                + (detail.length() - MAX_DETAIL_CHARACTERS) + " characters left out) … "
                + detail.substring(detail.length() - END_CHARACTERS);
    }
}
