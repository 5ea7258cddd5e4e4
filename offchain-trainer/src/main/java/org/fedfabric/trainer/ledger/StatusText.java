package org.fedfabric.trainer.ledger;

import io.grpc.Status;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gRPC status on one line. Its own text has the cause's whole stack trace, several times a second while a peer is down. */
final class StatusText {
    /** How a peer refuses a proposal outside its window: both clocks and {@code peer.authentication.timewindow}. */
    private static final Pattern OUTSIDE_WINDOW =
            Pattern.compile("incorrect timestamp (\\S+), peer time (\\S+), peer\\.authentication\\.timewindow (\\w+)");

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

    /** The text with a sentence before it that says by how much two clocks differ, where a peer refused for that. */
    static String withClocksInWords(String text) {
        Matcher clocks = OUTSIDE_WINDOW.matcher(text);
        if (!clocks.find()) {
            return text;
        }
        try {
            long behind = Duration.between(Instant.parse(clocks.group(1)), Instant.parse(clocks.group(2)))
                    .toSeconds();
            return "this machine's clock is about " + Math.abs(behind) + " s " + (behind > 0 ? "behind" : "ahead of")
                    + " the peer's, which takes at most " + clocks.group(3)
                    + "; set the clock (of the peer, if no other peer says so). " + text;
        } catch (DateTimeException e) {
            return text;
        }
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
