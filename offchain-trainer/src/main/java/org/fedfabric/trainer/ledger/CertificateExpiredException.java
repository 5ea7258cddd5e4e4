package org.fedfabric.trainer.ledger;

/**
 * Peers refuse the caller's certificate because its time is over. Nothing else is wrong: the same call succeeds once a
 * renewed certificate lies in its place.
 */
public final class CertificateExpiredException extends LedgerException {
    private static final long serialVersionUID = 1L;

    CertificateExpiredException(String message, String transactionId, Throwable cause) {
        super(message, transactionId, cause);
    }
}
