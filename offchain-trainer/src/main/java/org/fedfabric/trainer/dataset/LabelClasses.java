package org.fedfabric.trainer.dataset;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a label's cells as classes. Classes are words, where 1 and 1.0 are one, or spans of numbers: {@code up to 10},
 * {@code 10 to 50} (above 10, at most 50), {@code above 50}.
 */
final class LabelClasses {
    private static final String NUMBER = "([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)";
    private static final Pattern SPAN =
            Pattern.compile("up to " + NUMBER + "|" + NUMBER + " to " + NUMBER + "|above " + NUMBER);

    private final Map<String, Integer> byWord = new HashMap<>();
    private final double[] upperEnds;

    LabelClasses(List<String> classes) {
        for (int c = 0; c < classes.size(); c++) {
            byWord.putIfAbsent(Cells.word(classes.get(c)), c);
            byWord.put(classes.get(c), c);
        }
        upperEnds = upperEnds(classes);
    }

    /** The class of a cell, or −1. */
    int of(String cell) {
        Integer known = byWord.get(cell);
        if (known == null) {
            known = byWord.get(Cells.word(cell));
        }
        if (known != null) {
            return known;
        }
        double value = upperEnds == null ? Double.NaN : Cells.number(cell);
        if (Double.isNaN(value)) {
            return -1;
        }
        for (int c = 0; c < upperEnds.length; c++) {
            if (value <= upperEnds[c]) {
                return c;
            }
        }
        return -1;
    }

    /** The classes that these cut points make, ascending. */
    static List<String> spans(double[] cuts) {
        List<String> classes = new ArrayList<>();
        classes.add("up to " + plain(cuts[0]));
        for (int c = 1; c < cuts.length; c++) {
            classes.add(plain(cuts[c - 1]) + " to " + plain(cuts[c]));
        }
        classes.add("above " + plain(cuts[cuts.length - 1]));
        return classes;
    }

    private static String plain(double value) {
        return Cells.word(BigDecimal.valueOf(value).toPlainString());
    }

    private static double[] upperEnds(List<String> classes) {
        double[] ends = new double[classes.size()];
        for (int c = 0; c < ends.length; c++) {
            Matcher span = SPAN.matcher(classes.get(c));
            if (!span.matches()) {
                return null;
            }
            String end = span.group(1) == null ? span.group(3) : span.group(1);
            ends[c] = end == null ? Double.POSITIVE_INFINITY : Double.parseDouble(end);
        }
        double[] sorted = ends.clone();
        Arrays.sort(sorted);
        return Arrays.equals(sorted, ends) ? ends : null;
    }
}
