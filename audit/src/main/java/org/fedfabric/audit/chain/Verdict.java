package org.fedfabric.audit.chain;

import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * A status and why.
 *
 * @param status the status
 * @param reason why it is not VALID; empty if it is
 */
record Verdict(TransactionStatus status, String reason) {
    static final Verdict VALID = new Verdict(TransactionStatus.VALID, "");

    static Verdict invalid(TxValidationCode code, String reason) {
        return new Verdict(TransactionStatus.of(code), reason);
    }

    boolean isValid() {
        return status.isValid();
    }
}
