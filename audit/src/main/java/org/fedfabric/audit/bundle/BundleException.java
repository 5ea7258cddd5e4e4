package org.fedfabric.audit.bundle;

import java.io.IOException;

/** A file is no bundle, or a damaged one; the message says what and where. */
public final class BundleException extends IOException {
    private static final long serialVersionUID = 1L;

    BundleException(String message) {
        super(message);
    }

    BundleException(String message, Throwable cause) {
        super(message, cause);
    }
}
