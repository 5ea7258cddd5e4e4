package org.fedfabric.protocol.canonical;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, as bytes and as 64 lower-case hexadecimal digits. */
public final class Digests {
    /** Bytes in a SHA-256 digest. */
    public static final int BYTES = 32;

    private Digests() {}

    /** SHA-256 of the concatenation of the parts. */
    public static byte[] sha256(byte[]... parts) {
        MessageDigest digest = newSha256();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /** SHA-256 of the concatenation of the parts, in hexadecimal. */
    public static String sha256Hex(byte[]... parts) {
        return HexFormat.of().formatHex(sha256(parts));
    }

    /** The digest that names a record everywhere: SHA-256 of its canonical form, in hexadecimal. */
    public static String ofRecord(Object record) {
        return sha256Hex(CanonicalJson.bytes(record));
    }

    /** The bytes behind 64 hexadecimal digits that {@link Names#requireDigest} accepts. */
    public static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(Names.requireDigest(hex, "digest"));
    }

    /** Bytes [from, to) in hexadecimal, for messages. */
    public static String hex(byte[] bytes, int from, int to) {
        return HexFormat.of().formatHex(bytes, from, to);
    }

    /** A fresh SHA-256, for content hashed in pieces. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
