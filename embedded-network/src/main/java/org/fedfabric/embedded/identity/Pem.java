package org.fedfabric.embedded.identity;

import java.util.Base64;

/** PEM text: base64 of DER between two lines that name its kind. */
final class Pem {
    /** RFC 7468 writers use lines of exactly 64 characters. */
    private static final int LINE_LENGTH = 64;

    private Pem() {}

    static String encode(String kind, byte[] der) {
        String body = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }

    /** The DER bytes of the first block of that kind. */
    static byte[] decode(String pem, String kind) {
        String begin = "-----BEGIN " + kind + "-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END " + kind + "-----");
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("PEM text must hold a block of kind " + kind + " and does not");
        }
        return Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
    }
}
