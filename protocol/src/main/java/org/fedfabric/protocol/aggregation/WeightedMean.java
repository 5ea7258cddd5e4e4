package org.fedfabric.protocol.aggregation;

import java.math.BigInteger;
import java.util.List;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * The synchronous aggregate (FedAvg, McMahan et al. 2017; protocol.md §3): next = base + Σ aᵢ·qᵢ / (s · Σ aᵢ·wᵢ). The sums
 * are exact integers, so the order of updates cannot matter. The quotient is taken in double precision and rounded to
 * float once. Since n_max cancels between numerator and denominator, weights may be any powers of two.
 *
 * <p>The result lies between the models base + qᵢ / (s·wᵢ) that judging found finite, so it is finite too; this is checked
 * all the same.
 */
public final class WeightedMean implements AggregationRule {
    /** Weights are counted in units of 2⁻⁴⁰, the smallest a bucket of rows can give. */
    private static final int WEIGHT_UNIT_BITS = 40;

    private final TaskSpec spec;

    WeightedMean(TaskSpec spec) {
        this.spec = spec;
    }

    @Override
    public Aggregate next(float[] base, List<WeightedUpdate> updates) {
        return Aggregate.ofAll(next(spec, base, updates), updates.size());
    }

    /**
     * The parameters of the next version.
     *
     * @param base this version's parameters, all finite
     * @param updates the included updates, at least one with a weight above 0, each with as many values as the base
     * @throws IllegalArgumentException if lengths differ or all weights are 0
     * @throws ArithmeticException if a sum leaves 64 bits or a parameter is not finite, which judged updates cannot cause
     */
    public static float[] next(TaskSpec spec, float[] base, List<WeightedUpdate> updates) {
        updates.forEach(update -> requireLength(update, base.length));
        double divisor = divisor(spec.quantisation(), updates);
        return Quotients.added(base, sums(base.length, updates), divisor);
    }

    static void requireLength(WeightedUpdate update, int length) {
        Checks.require(
                update.values().length == length,
                "An update must have as many values as the model (" + length + ")",
                update.values().length);
    }

    /** s · Σ aᵢ·wᵢ, rounded once: the sum itself is exact. */
    private static double divisor(Quantisation quantisation, List<WeightedUpdate> updates) {
        BigInteger sum = BigInteger.ZERO;
        for (WeightedUpdate update : updates) {
            int shift = WEIGHT_UNIT_BITS + quantisation.weightLog2(update.rowsLog2());
            sum = sum.add(BigInteger.valueOf(update.weight()).shiftLeft(shift));
        }
        Checks.require(sum.signum() > 0, "An aggregate needs an update with a weight above 0", updates.size());
        return Math.scalb(sum.doubleValue(), quantisation.scaleBits() - WEIGHT_UNIT_BITS);
    }

    private static long[] sums(int length, List<WeightedUpdate> updates) {
        long[] sums = new long[length];
        for (WeightedUpdate update : updates) {
            int[] values = update.values();
            long weight = update.weight();
            for (int j = 0; j < length; j++) {
                sums[j] = Math.addExact(sums[j], weight * values[j]);
            }
        }
        return sums;
    }
}
