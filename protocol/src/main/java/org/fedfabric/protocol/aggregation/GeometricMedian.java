package org.fedfabric.protocol.aggregation;

import java.math.BigInteger;
import java.util.List;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * The point whose distances to all updates add up to the least (RFA: Pillutla, Kakade, Harchaoui 2022), by their smoothed
 * Weiszfeld algorithm: z ← Σ βᵢ·xᵢ / Σ βᵢ with βᵢ = vote / max(ν, ‖xᵢ − z‖), always the same number of times. As long as the
 * bad updates have less than half of the votes, what they do is bounded by how far the good ones are apart.
 *
 * <p>ν is a sixteenth of the median distance, at least one step: without it a centre that meets an update would stay there.
 * β are integers that add up to at most 2³¹, so sums are exact. Centres on the way are rounded to steps; the last quotient is
 * not. Measured is the distance from the last centre but one.
 */
final class GeometricMedian implements AggregationRule {
    /** The paper finds three enough from a start near the median; eight bring the error of an obtuse triangle below 1 %. */
    private static final int ITERATIONS = 8;

    private static final int SMOOTHING = 16;
    private static final int WEIGHT_BITS = 31;

    /** Distances are below 2⁴⁵, so quotients of a vote keep at least 19 bits. */
    private static final int RATIO_BITS = 64;

    private final TaskSpec spec;

    GeometricMedian(TaskSpec spec) {
        this.spec = spec;
    }

    @Override
    public Aggregate next(float[] base, List<WeightedUpdate> updates) {
        Votes votes = Votes.of(spec, base.length, updates);
        Centre centre = Centre.of(votes, new CoordinateMedian(spec).middles(votes, base.length));
        for (int i = 1; ; i++) {
            long[] weights = weights(votes, centre);
            long[] sums = sums(votes, weights, base.length);
            long divisor = 0;
            for (long weight : weights) {
                divisor += weight;
            }
            if (i == ITERATIONS) {
                float[] next = Quotients.added(
                        base, sums, divisor * spec.quantisation().scale());
                return new Aggregate(next, centre.parts(spec.quantisation()));
            }
            centre = centre.at(sums, divisor);
        }
    }

    private static long[] weights(Votes votes, Centre centre) {
        long smoothing = Math.max(1, centre.medianDistance() / SMOOTHING);
        BigInteger[] ratios = new BigInteger[votes.count()];
        BigInteger total = BigInteger.ZERO;
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = BigInteger.valueOf(votes.vote(i))
                    .shiftLeft(RATIO_BITS)
                    .divide(BigInteger.valueOf(Math.max(smoothing, centre.distance(i))));
            total = total.add(ratios[i]);
        }
        long[] weights = new long[ratios.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = ratios[i].shiftLeft(WEIGHT_BITS).divide(total).longValueExact();
        }
        return weights;
    }

    /** Weights that add up to 2³¹ at most, times values below 2³¹. */
    private static long[] sums(Votes votes, long[] weights, int length) {
        long[] sums = new long[length];
        for (int i = 0; i < weights.length; i++) {
            int[] values = votes.values(i);
            long weight = weights[i];
            for (int j = 0; j < length; j++) {
                sums[j] += weight * values[j];
            }
        }
        return sums;
    }
}
