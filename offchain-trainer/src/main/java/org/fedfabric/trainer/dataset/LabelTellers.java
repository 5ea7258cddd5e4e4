package org.fedfabric.trainer.dataset;

import java.util.Arrays;
import org.fedfabric.protocol.data.RawColumn;

/** Measures how much a column alone tells of the label. */
final class LabelTellers {
    /** Numbers are cut into so many spans of equal count at most, and no span has fewer rows than {@link #ROWS_PER_SPAN}. */
    private static final int MOST_SPANS = 32;

    private static final int ROWS_PER_SPAN = 25;

    /** Rows looked at: enough to tell a share to a fifth of a percent. */
    private static final int MOST_ROWS = 200_000;

    private LabelTellers() {}

    /**
     * Rows by value and class.
     *
     * @param counts value × class; the last value is "missing"
     * @param rows all of them
     * @param values different values that occur, spans included
     * @param exact whether each value is one of the column's own, not a span
     */
    record Crossed(long[][] counts, long rows, int values, boolean exact) {
        /** Rows that the best rule "this value, that class" gets right. */
        double right() {
            return (double) Arrays.stream(counts)
                            .mapToLong(row -> Arrays.stream(row).max().orElse(0))
                            .sum()
                    / rows;
        }

        /** The same with one rule for all rows. */
        double majority() {
            return (double) Arrays.stream(byClass()).max().orElse(0) / rows;
        }

        /** How much of what the majority gets wrong the column gets right: 0 nothing, 1 all. */
        double tells() {
            double majority = majority();
            return majority >= 1 ? 0 : (right() - majority) / (1 - majority);
        }

        long[] byClass() {
            long[] sums = new long[counts[0].length];
            for (long[] row : counts) {
                for (int c = 0; c < sums.length; c++) {
                    sums[c] += row[c];
                }
            }
            return sums;
        }
    }

    /** Crosses a column with the labels; null for pixels and texts. */
    static Crossed cross(RawColumn column, int words, int[] labels, int classes) {
        int step = Math.max(1, labels.length / MOST_ROWS);
        if (column instanceof RawColumn.Codes codes) {
            long[][] counts = new long[words + 1][classes];
            long rows = 0;
            for (int row = 0; row < labels.length; row += step, rows++) {
                int code = codes.values()[row];
                counts[code < 0 ? words : code][labels[row]]++;
            }
            return crossed(counts, rows, true);
        }
        return column instanceof RawColumn.Numbers numbers ? cross(numbers.values(), labels, classes, step) : null;
    }

    private static Crossed cross(double[] values, int[] labels, int classes, int step) {
        double[] sorted = new double[(labels.length + step - 1) / step];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = values[i * step];
        }
        Arrays.sort(sorted);
        int given = sorted.length;
        while (given > 0 && Double.isNaN(sorted[given - 1])) {
            given--;
        }
        double[] different = Arrays.stream(sorted, 0, given)
                .distinct()
                .limit(MOST_SPANS + 1L)
                .toArray();
        boolean exact = different.length <= MOST_SPANS;
        double[] ends;
        if (exact) {
            ends = different;
        } else {
            int spans = Math.max(2, Math.min(MOST_SPANS, given / ROWS_PER_SPAN));
            ends = new double[spans];
            for (int s = 0; s < spans; s++) {
                ends[s] = sorted[(int) ((long) (s + 1) * given / spans) - 1];
            }
            ends = Arrays.stream(ends).distinct().toArray();
        }
        long[][] counts = new long[ends.length + 1][classes];
        long rows = 0;
        for (int row = 0; row < labels.length; row += step, rows++) {
            int at = Arrays.binarySearch(ends, values[row]);
            int span = Double.isNaN(values[row]) ? ends.length : at >= 0 ? at : Math.min(ends.length - 1, -at - 1);
            counts[span][labels[row]]++;
        }
        return crossed(counts, rows, exact);
    }

    private static Crossed crossed(long[][] counts, long rows, boolean exact) {
        int values = (int) Arrays.stream(counts)
                .filter(row -> Arrays.stream(row).sum() > 0)
                .count();
        return new Crossed(counts, rows, values, exact);
    }
}
