package org.fedfabric.protocol.canonical;

import java.util.regex.Pattern;

/**
 * The shapes of identifiers (protocol.md §1, §3). Narrow on purpose: no case, no Unicode, no separators that a ledger
 * key, a file name or a terminal could read another way.
 */
public final class Names {
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern MSP_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,63}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private Names() {}

    /** Returns a task, lineage or participant name of the form {@code [a-z0-9-]{1,64}}. */
    public static String requireId(String value, String what) {
        return require(ID, value, what, "1 to 64 of the characters a-z, 0-9 and -");
    }

    /** Returns an MSP id: letters, digits, dots and hyphens, at most 64. */
    public static String requireMspId(String value, String what) {
        return require(MSP_ID, value, what, "an MSP id: 1 to 64 letters, digits, dots and hyphens");
    }

    /** Returns a SHA-256 digest: 64 lower-case hexadecimal digits. */
    public static String requireDigest(String value, String what) {
        return require(DIGEST, value, what, "64 lower-case hexadecimal digits (a SHA-256 digest)");
    }

    /** Returns a participant id of the form {@code mspId/name}. */
    public static String requireParticipantId(String value, String what) {
        int slash = value == null ? -1 : value.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(what + " must be <mspId>/<name>. Provided value: " + value);
        }
        requireMspId(value.substring(0, slash), what + "'s MSP id");
        requireId(value.substring(slash + 1), what + "'s name");
        return value;
    }

    /** The enterprise (MSP id) of a participant id. */
    public static String mspOf(String participantId) {
        return participantId.substring(0, participantId.indexOf('/'));
    }

    private static String require(Pattern pattern, String value, String what, String form) {
        if (value == null || !pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " must be " + form + ". Provided value: " + value);
        }
        return value;
    }
}
