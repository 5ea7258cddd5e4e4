package org.fedfabric.embedded.state;

import java.util.Comparator;

/**
 * The order of keys: by their UTF-8 bytes, as Fabric's database sorts them.
 *
 * <p>{@link String#compareTo} compares UTF-16 units and would put U+E000 to U+FFFF after the supplementary characters;
 * the end of every composite-key range is such a character.
 */
enum Utf8Order implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Integer.compare(rank(x), rank(y));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** Moves surrogates, which encode the highest code points, above all other units. */
    private static int rank(char unit) {
        return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
    }
}
