package org.fedfabric.trainer.ledger;

import io.grpc.Status;
import java.util.Locale;

/** A gRPC status on one line. Its own text has the cause's whole stack trace, several times a second while a peer is down. */
final class StatusText {
    private StatusText() {}

    /** Code, description and what lies at the bottom of it, such as a refused connection. */
    static String of(Status status) {
        StringBuilder text = new StringBuilder(status.getCode().name());
        if (status.getDescription() != null) {
            text.append(' ').append(status.getDescription());
        }
        String root = root(status);
        if (!root.isEmpty()) {
            text.append(" (").append(root).append(')');
        }
        return text.toString().replaceAll("\\s+", " ");
    }

    /** What lies at the bottom of a failure, or nothing. */
    static String root(Status status) {
        Throwable root = status.getCause();
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        return root == null ? "" : root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /**
     * Whether the peer ended the handshake because of the certificate shown to it, or because none was: the alerts of RFC
     * 8446, section 6.2, as OpenSSL and the JDK word them.
     */
    static boolean wantsCertificate(Status status) {
        String root = root(status).toLowerCase(Locale.ROOT);
        return root.contains("alert")
                && (root.contains("certificate") || root.contains("unknown_ca") || root.contains("handshake_failure"));
    }
}
