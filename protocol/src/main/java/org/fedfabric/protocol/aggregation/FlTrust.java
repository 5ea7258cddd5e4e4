package org.fedfabric.protocol.aggregation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * FLTrust (Cao, Fang, Liu, Gong 2021, algorithm 2): with the root update r, every update x is trusted TS = max(0, cos(x, r)) and
 * scaled to the length of r; the next step is Σ TS·(‖r‖ / ‖x‖)·x / Σ TS, each trust times its vote. It is never longer than r,
 * whoever sent what: no majority is needed, and what decides is how well the validation rows stand for the data.
 *
 * <p>The cosine is taken in millionths, rounded towards zero, and is what is measured; an update whose cosine is not above 0 is
 * left out. Where none is above 0 the model stays. Products are exact; coefficients are fractions of 2³⁰, rounded down.
 */
final class FlTrust implements AggregationRule {
    private static final BigInteger MICROS_SQUARED = BigInteger.TEN.pow(12);

    /** ‖r‖ is about 2³⁰ at most, and the coefficients times the updates add up to at most 2³⁰·‖r‖. */
    private static final int FACTOR_BITS = 30;

    private final TaskSpec spec;
    private final FeatureRows validation;
    private float[] lastBase;
    private int[] lastRoot;

    FlTrust(TaskSpec spec, FeatureRows validation) {
        this.spec = spec;
        this.validation = validation;
    }

    @Override
    public Aggregate next(float[] base, List<WeightedUpdate> updates) {
        Votes votes = Votes.of(spec.quantisation(), base.length, updates, 1);
        for (int j = 0; j < base.length; j++) {
            Checks.require(Math.abs(base[j]) <= Float.MAX_VALUE, "Every parameter of the base must be finite", base[j]);
        }
        return next(base, votes, root(base));
    }

    /** Of one base several aggregates may be asked for, of all updates and of some: its root is kept. */
    private synchronized int[] root(float[] base) {
        if (base != lastBase) {
            lastRoot = RootUpdate.of(spec, base, validation);
            lastBase = base;
        }
        return lastRoot;
    }

    Aggregate next(float[] base, Votes votes, int[] root) {
        BigInteger rootSquared = Distances.product(root, root);
        long[] cosines = new long[votes.count()];
        BigInteger[] squared = new BigInteger[cosines.length];
        List<Aggregate.Part> parts = new ArrayList<>();
        BigInteger total = BigInteger.ZERO;
        for (int i = 0; i < cosines.length; i++) {
            int[] values = votes.values(i);
            squared[i] = Distances.product(values, values);
            cosines[i] = cosineMicros(Distances.product(values, root), squared[i], rootSquared);
            parts.add(new Aggregate.Part(cosines[i] > 0, cosines[i]));
            total = total.add(trust(votes, cosines, i));
        }
        if (total.signum() == 0) {
            return new Aggregate(base.clone(), parts);
        }
        long[] sums = new long[base.length];
        for (int i = 0; i < cosines.length; i++) {
            if (cosines[i] > 0) {
                BigInteger share = trust(votes, cosines, i).shiftLeft(FACTOR_BITS);
                add(sums, votes.values(i), factor(share, total, rootSquared, squared[i]));
            }
        }
        double divisor = Math.scalb(spec.quantisation().scale(), FACTOR_BITS);
        return new Aggregate(Quotients.added(base, sums, divisor), parts);
    }

    private static BigInteger trust(Votes votes, long[] cosines, int i) {
        return BigInteger.valueOf(votes.vote(i) * Math.max(0, cosines[i]));
    }

    /** x·r / (‖x‖·‖r‖) in millionths, towards zero; 0 where one of them is zero. */
    private static long cosineMicros(BigInteger product, BigInteger squared, BigInteger rootSquared) {
        BigInteger lengths = squared.multiply(rootSquared);
        if (lengths.signum() == 0) {
            return 0;
        }
        long micros =
                product.pow(2).multiply(MICROS_SQUARED).divide(lengths).sqrt().longValueExact();
        return product.signum() < 0 ? -micros : micros;
    }

    /** share / total · ‖r‖ / ‖x‖, rounded down. */
    private static long factor(BigInteger share, BigInteger total, BigInteger rootSquared, BigInteger squared) {
        return share.pow(2)
                .multiply(rootSquared)
                .divide(total.pow(2).multiply(squared))
                .sqrt()
                .longValueExact();
    }

    private static void add(long[] sums, int[] values, long factor) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] = Math.addExact(sums[j], Math.multiplyExact(factor, (long) values[j]));
        }
    }
}
