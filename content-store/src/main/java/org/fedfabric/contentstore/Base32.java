package org.fedfabric.contentstore;

/** RFC 4648 base 32 in lower case without padding, which is what the multibase prefix {@code b} announces. */
final class Base32 {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int BITS_PER_SYMBOL = 5;

    private Base32() {}

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * Byte.SIZE + BITS_PER_SYMBOL - 1) / BITS_PER_SYMBOL);
        int pending = 0;
        int pendingBits = 0;
        for (byte each : bytes) {
            pending = (pending << Byte.SIZE | each & 0xff) & 0xffff;
            pendingBits += Byte.SIZE;
            while (pendingBits >= BITS_PER_SYMBOL) {
                pendingBits -= BITS_PER_SYMBOL;
                text.append(ALPHABET.charAt(pending >> pendingBits & 31));
            }
        }
        if (pendingBits > 0) {
            text.append(ALPHABET.charAt(pending << BITS_PER_SYMBOL - pendingBits & 31));
        }
        return text.toString();
    }

    /** Decodes without judging trailing bits: the caller re-encodes and compares. Null when a symbol is foreign. */
    static byte[] decodeOrNull(String text) {
        byte[] bytes = new byte[text.length() * BITS_PER_SYMBOL / Byte.SIZE];
        int pending = 0;
        int pendingBits = 0;
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            int symbol = ALPHABET.indexOf(text.charAt(i));
            if (symbol < 0) {
                return null;
            }
            pending = (pending << BITS_PER_SYMBOL | symbol) & 0xffff;
            pendingBits += BITS_PER_SYMBOL;
            if (pendingBits >= Byte.SIZE) {
                pendingBits -= Byte.SIZE;
                bytes[length++] = (byte) (pending >> pendingBits);
            }
        }
        return bytes;
    }
}
