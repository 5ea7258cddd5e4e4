package org.fedfabric.benchmarks.measure;

import java.util.Arrays;

/**
 * A value that was measured several times.
 *
 * @param median the middle one, or the mean of the middle two
 * @param least the smallest
 * @param most the largest
 */
public record Spread(double median, double least, double most) {
    /** The spread of at least one value. */
    public static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("A spread must be of at least one value. Provided value: none");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(quantile(sorted, 0.5), sorted[0], sorted[sorted.length - 1]);
    }

    /**
     * A quantile, interpolated between neighbours.
     *
     * @param sorted ascending, at least one
     * @param share 0 for the least, 1 for the most
     */
    public static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
