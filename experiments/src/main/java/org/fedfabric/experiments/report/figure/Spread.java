package org.fedfabric.experiments.report.figure;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * A figure over several runs that differ in their seed.
 *
 * @param count how many runs, at least one
 * @param mean their mean
 * @param deviation their sample standard deviation (divided by count − 1); empty for a single run, which says nothing of
 *     how runs differ
 * @param low the lowest
 * @param high the highest
 */
public record Spread(int count, double mean, OptionalDouble deviation, double low, double high) {
    /** The spread of these values; empty if there is none. */
    public static Optional<Spread> of(DoubleStream values) {
        double[] all = values.toArray();
        if (all.length == 0) {
            return Optional.empty();
        }
        double mean = Arrays.stream(all).sum() / all.length;
        double squares = Arrays.stream(all).map(v -> (v - mean) * (v - mean)).sum();
        return Optional.of(new Spread(
                all.length,
                mean,
                all.length < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(squares / (all.length - 1))),
                Arrays.stream(all).min().orElseThrow(),
                Arrays.stream(all).max().orElseThrow()));
    }

    /** The middle value, or the mean of the two in the middle; empty if there is none. */
    public static OptionalDouble median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2);
    }
}
