package org.fedfabric.experiments.report.figure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.fedfabric.protocol.canonical.Checks;

/**
 * How many values fall into equal ranges, the first of which begins at 0.
 *
 * @param width of a range
 * @param counts of the ranges [0, width), [width, 2·width), …
 */
public record Histogram(int width, List<Integer> counts) {
    /** Keeps a copy. */
    public Histogram {
        Checks.inRange(width, 1, Integer.MAX_VALUE, "width of a range");
        counts = List.copyOf(counts);
    }

    /** The histogram of values of at least 0. */
    public static Histogram of(Collection<Integer> values, int width) {
        int most = values.stream().mapToInt(Integer::intValue).max().orElse(0);
        int[] counts = new int[most / width + 1];
        values.forEach(v -> counts[v / width]++);
        List<Integer> list = new ArrayList<>();
        for (int count : counts) {
            list.add(count);
        }
        return new Histogram(width, list);
    }

    /** The least width that gives at most so many ranges for values up to the highest. */
    public static int widthFor(int highest, int ranges) {
        return highest / ranges + 1;
    }
}
