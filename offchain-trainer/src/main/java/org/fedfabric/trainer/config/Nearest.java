package org.fedfabric.trainer.config;

import java.util.Collection;
import java.util.Comparator;

/** The known word that a mistyped one resembles most, by edit distance (Levenshtein 1966). */
public final class Nearest {
    private Nearest() {}

    /** The nearest of the known words to the given one. */
    public static String to(String given, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(word -> distance(given, word)))
                .orElse("nothing");
    }

    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
