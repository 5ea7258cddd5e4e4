package org.fedfabric.embedded.wire;

import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** A transaction that must be recorded as invalid, with the reason as Fabric encodes it. */
public final class InvalidTransactionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final TxValidationCode code;

    /** An invalid transaction with its code and what is wrong with it. */
    public InvalidTransactionException(TxValidationCode code, String message) {
        super(message);
        this.code = code;
    }

    /** Fabric's validation code. */
    public TxValidationCode code() {
        return code;
    }
}
