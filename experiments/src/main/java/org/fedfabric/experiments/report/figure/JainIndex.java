package org.fedfabric.experiments.report.figure;

import java.util.Collection;
import java.util.OptionalDouble;

/**
 * How evenly something is shared out (Jain, Chiu, Hawe 1984): (Σx)² / (n·Σx²). 1 if all have the same, 1/n if one has all.
 */
public final class JainIndex {
    private JainIndex() {}

    /** The index of these shares, each at least 0; empty if nobody has anything. */
    public static OptionalDouble of(Collection<Integer> shares) {
        double sum = shares.stream().mapToDouble(Integer::doubleValue).sum();
        double squares = shares.stream().mapToDouble(x -> (double) x * x).sum();
        return squares == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum * sum / (shares.size() * squares));
    }
}
