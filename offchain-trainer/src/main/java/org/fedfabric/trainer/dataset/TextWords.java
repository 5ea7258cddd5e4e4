package org.fedfabric.trainer.dataset;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Hashes the words of a text to buckets. A word is a longest run of letters and digits, in lower case; its bucket is its
 * 64-bit FNV-1a hash (of the UTF-8 bytes), folded to 32 bits, modulo the number of buckets.
 */
final class TextWords {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private TextWords() {}

    /** Sets the buckets of a text's words to 1. */
    static void mark(String text, byte[] buckets) {
        String lower = text.toLowerCase(Locale.ROOT);
        int begin = -1;
        for (int i = 0; i <= lower.length(); i++) {
            boolean letter = i < lower.length() && Character.isLetterOrDigit(lower.charAt(i));
            if (letter && begin < 0) {
                begin = i;
            } else if (!letter && begin >= 0) {
                buckets[bucket(lower.substring(begin, i), buckets.length)] = 1;
                begin = -1;
            }
        }
    }

    static int bucket(String word, int buckets) {
        long hash = FNV_OFFSET;
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return (int) (((hash ^ (hash >>> 32)) & 0xffffffffL) % buckets);
    }
}
