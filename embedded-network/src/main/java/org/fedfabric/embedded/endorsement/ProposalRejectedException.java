package org.fedfabric.embedded.endorsement;

/** A proposal that was not processed: malformed, not authorised or a duplicate. gRPC clients get it as UNKNOWN. */
public final class ProposalRejectedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean beforeDecoding;

    ProposalRejectedException(String message, boolean beforeDecoding) {
        super(message);
        this.beforeDecoding = beforeDecoding;
    }

    /**
     * Whether a filter in front of the endorser refused it (expired identity, timestamp). A gateway takes such a refusal
     * for a broken peer, as Fabric's does.
     */
    public boolean isFromFilter() {
        return beforeDecoding;
    }
}
