package org.fedfabric.protocol.aggregation;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.task.Quantisation;

/**
 * A point in steps that a rule moves towards the middle of the updates. It begins at the coordinate-wise median: what bad
 * updates do to it is bounded before the first step, and it needs nothing but this version's updates.
 */
final class Centre {
    private final Votes votes;
    private final int[] point;
    private final long[] distances;

    private Centre(Votes votes, int[] point) {
        this.votes = votes;
        this.point = point;
        this.distances = new long[votes.count()];
        for (int i = 0; i < distances.length; i++) {
            // At most 2³² · √2²⁴.
            distances[i] =
                    Distances.root(Distances.squared(votes.values(i), point)).longValueExact();
        }
    }

    /** Where a rule begins. */
    static Centre of(Votes votes, long[] twiceMedian) {
        return new Centre(votes, quotients(twiceMedian, 2));
    }

    /** The centre at sums / divisor, rounded to whole steps. */
    Centre at(long[] sums, long divisor) {
        return new Centre(votes, quotients(sums, divisor));
    }

    /** Its coordinates. */
    int[] point() {
        return point;
    }

    /** How far update i is from it, in steps, rounded up. */
    long distance(int i) {
        return distances[i];
    }

    /** The distance at which the votes of the nearer updates reach half. */
    long medianDistance() {
        Integer[] order = IntStream.range(0, distances.length)
                .boxed()
                .sorted((a, b) -> Long.compare(distances[a], distances[b]))
                .toArray(Integer[]::new);
        long nearer = 0;
        int k = 0;
        while (2 * (nearer + votes.vote(order[k])) < votes.total()) {
            nearer += votes.vote(order[k++]);
        }
        return distances[order[k]];
    }

    /** All updates as parts of an aggregate, with their distances from this centre. */
    List<Aggregate.Part> parts(Quantisation quantisation) {
        return IntStream.range(0, distances.length)
                .mapToObj(i -> new Aggregate.Part(
                        true, Distances.micros(BigInteger.valueOf(distances[i]).pow(2), quantisation)))
                .toList();
    }

    /** Quotients within 32 bits, rounded to the nearest integer, halves away from zero. */
    private static int[] quotients(long[] sums, long divisor) {
        int[] quotients = new int[sums.length];
        for (int j = 0; j < sums.length; j++) {
            long magnitude = (Math.abs(sums[j]) + divisor / 2) / divisor;
            quotients[j] = (int) (sums[j] < 0 ? -magnitude : magnitude);
        }
        return quotients;
    }
}
