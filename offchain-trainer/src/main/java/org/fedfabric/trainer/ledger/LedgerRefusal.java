package org.fedfabric.trainer.ledger;

import java.util.List;
import org.fedfabric.protocol.refusal.RefusalCode;

/** The rules refuse the request; nothing was written. */
public final class LedgerRefusal extends LedgerException {
    private static final long serialVersionUID = 1L;

    private final RefusalCode code;
    /** An array, because exceptions must be serialisable and lists need not be. */
    private final String[] refusedBy;

    /**
     * A refusal as endorsers worded it.
     *
     * @param message from the code on, {@code FF-nnnn NAME: …}
     * @param refusedBy MSP ids of the enterprises that refused
     */
    public LedgerRefusal(RefusalCode code, String message, List<String> refusedBy, String transactionId) {
        super(message, transactionId, null);
        this.code = code;
        this.refusedBy = refusedBy.toArray(String[]::new);
    }

    /** Which rule refused. */
    public RefusalCode code() {
        return code;
    }

    /** MSP ids of the enterprises whose endorsers refused. */
    public List<String> refusedBy() {
        return List.of(refusedBy);
    }
}
