package org.fedfabric.chaincode.service;

/** This process does not run the code that its package lists; the message is the sentence to show. */
final class AttestationException extends Exception {
    private static final long serialVersionUID = 1L;

    AttestationException(String message) {
        super(message);
    }
}
