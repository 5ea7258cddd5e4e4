package org.fedfabric.protocol.aggregation;

import java.math.BigInteger;
import java.util.List;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * Centred clipping (Karimireddy, He, Jaggi 2021, algorithm 2): v ← v + Σ pᵢ·(xᵢ − v)·min(1, τ / ‖xᵢ − v‖), p the shares of the
 * votes, always the same number of times. However far away an update is, it pulls no harder than one at distance τ.
 *
 * <p>τ is the median distance from v, by votes: it needs no setting, and less than half of the votes cannot raise it above
 * the distance of a good update. The paper starts from the version before; here v starts at this version's coordinate-wise
 * median, since the model before the base may have been dropped by every store, and endorsers must agree without it.
 * There is no momentum across versions for the same reason.
 *
 * <p>Clipping factors are fractions of 2^K, as fine as keeps the sums exact in 64 bits. Measured is the distance from the
 * last centre.
 */
final class CentredClipping implements AggregationRule {
    /** Near the median at first, so that few steps do: each takes the bias of the median further out of it. */
    private static final int ITERATIONS = 3;

    private static final int SUM_BITS = 62;
    private static final int MAX_FACTOR_BITS = 30;

    private final TaskSpec spec;

    CentredClipping(TaskSpec spec) {
        this.spec = spec;
    }

    @Override
    public Aggregate next(float[] base, List<WeightedUpdate> updates) {
        Votes votes = Votes.of(spec, base.length, updates);
        long unit = unit(votes);
        int factorBits = factorBits(votes, votes.total() / unit);
        long divisor = votes.total() / unit << factorBits;
        Centre centre = Centre.of(votes, new CoordinateMedian(spec).middles(votes, base.length));
        for (int i = 1; ; i++) {
            long[] sums = pulled(votes, centre, unit, factorBits, divisor);
            if (i == ITERATIONS) {
                float[] next = Quotients.added(
                        base, sums, divisor * spec.quantisation().scale());
                return new Aggregate(next, centre.parts(spec.quantisation()));
            }
            centre = centre.at(sums, divisor);
        }
    }

    /** The new centre, times the divisor. */
    private static long[] pulled(Votes votes, Centre centre, long unit, int factorBits, long divisor) {
        int[] point = centre.point();
        long[] sums = new long[point.length];
        for (int j = 0; j < sums.length; j++) {
            sums[j] = divisor * point[j];
        }
        long radius = centre.medianDistance();
        for (int i = 0; i < votes.count(); i++) {
            long weight = votes.vote(i) / unit * factor(radius, centre.distance(i), factorBits);
            int[] values = votes.values(i);
            for (int j = 0; j < sums.length; j++) {
                sums[j] += weight * ((long) values[j] - point[j]);
            }
        }
        return sums;
    }

    /** min(1, τ / distance) in 2^−bits, rounded down. */
    private static long factor(long radius, long distance, int bits) {
        if (distance <= radius) {
            return 1L << bits;
        }
        return BigInteger.valueOf(radius)
                .shiftLeft(bits)
                .divide(BigInteger.valueOf(distance))
                .longValueExact();
    }

    /** What all votes are multiples of: mostly a whole vote. */
    private static long unit(Votes votes) {
        BigInteger unit = BigInteger.ZERO;
        for (int i = 0; i < votes.count(); i++) {
            unit = unit.gcd(BigInteger.valueOf(votes.vote(i)));
        }
        return unit.longValueExact();
    }

    /** Votes times factors times differences of at most twice the largest value must stay within the bits of a sum. */
    private static int factorBits(Votes votes, long total) {
        int largest = 1;
        for (int i = 0; i < votes.count(); i++) {
            for (int value : votes.values(i)) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        int taken = bits(total) + bits(2L * largest);
        return Math.min(MAX_FACTOR_BITS, SUM_BITS - taken);
    }

    private static int bits(long value) {
        return Long.SIZE - Long.numberOfLeadingZeros(value);
    }
}
