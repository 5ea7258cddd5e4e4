package org.fedfabric.trainer.ledger;

import io.grpc.Status;

/** A gRPC status on one line. Its own text has the cause's whole stack trace, several times a second while a peer is down. */
final class StatusText {
    private StatusText() {}

    /** Code, description and what lies at the bottom of it, such as a refused connection. */
    static String of(Status status) {
        StringBuilder text = new StringBuilder(status.getCode().name());
        if (status.getDescription() != null) {
            text.append(' ').append(status.getDescription());
        }
        Throwable root = status.getCause();
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        if (root != null) {
            text.append(" (")
                    .append(root.getMessage() == null ? root : root.getMessage())
                    .append(')');
        }
        return text.toString().replaceAll("\\s+", " ");
    }
}
