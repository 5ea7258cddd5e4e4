package org.fedfabric.chaincode.service;

/** A setting the process cannot start with; the message is the sentence to show. */
final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsException(String message) {
        super(message);
    }
}
