package org.fedfabric.embedded.endorsement;

/** A chaincode gave no answer, or none that could be endorsed; the text goes into a proposal response of status 500. */
final class ChaincodeFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChaincodeFailure(String message) {
        super(message, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    }
}
