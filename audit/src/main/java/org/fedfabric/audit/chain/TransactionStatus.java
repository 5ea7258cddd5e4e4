package org.fedfabric.audit.chain;

import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Whether a transaction counts, as one of Fabric's validation codes.
 *
 * @param code Fabric's number, 0 to 255; 0 is VALID
 */
public record TransactionStatus(int code) {
    /** The transaction counts. */
    public static final TransactionStatus VALID = of(TxValidationCode.VALID);

    /** The status of one of Fabric's codes. */
    public static TransactionStatus of(TxValidationCode code) {
        return new TransactionStatus(code.getNumber());
    }

    /** Whether the transaction's writes take effect. */
    public boolean isValid() {
        return code == TxValidationCode.VALID_VALUE;
    }

    /** Fabric's name of the code, or the number where it has none. */
    @Override
    public String toString() {
        TxValidationCode known = TxValidationCode.forNumber(code);
        return known == null ? "code " + code : known.name();
    }
}
