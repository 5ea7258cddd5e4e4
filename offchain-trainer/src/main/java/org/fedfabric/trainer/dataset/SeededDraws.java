package org.fedfabric.trainer.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.fedfabric.protocol.canonical.Digests;

/**
 * Reproducible draws for generating and dividing data; never for privacy or keys. The stream is SplitMix64 (Steele, Lea
 * and Flood 2014, figure 17), started at the first eight bytes of SHA-256(purpose ‖ seed), so that two purposes under one
 * seed share nothing and no release of the JDK can change a data set.
 */
public final class SeededDraws {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    /** 2⁻⁵³: the spacing of doubles just below 1. */
    private static final double UNIT = 0x1.0p-53;

    private long state;

    private SeededDraws(long state) {
        this.state = state;
    }

    /** The stream of this purpose under this seed. */
    public static SeededDraws of(String purpose, long seed) {
        byte[] start = Digests.sha256(
                purpose.getBytes(StandardCharsets.UTF_8),
                ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
        return new SeededDraws(ByteBuffer.wrap(start).getLong());
    }

    /** 64 bits, uniform. */
    public long bits() {
        state += GOLDEN_GAMMA;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Uniform in the open interval (0, 1): the middles of 2⁵³ equal cells, so neither logarithm nor quantile fails. */
    public double uniform() {
        return ((bits() >>> 11) + 0.5) * UNIT;
    }

    /** Uniform in 0 … bound − 1; the bias is below bound · 2⁻⁵³. */
    public int below(int bound) {
        return (int) (uniform() * bound);
    }

    /** Standard normal, by inversion. */
    public double gaussian() {
        return NormalQuantile.of(uniform());
    }

    /** Gamma with this shape and scale 1 (Marsaglia and Tsang 2000; a shape below 1 is raised by one, their section 6). */
    public double gamma(double shape) {
        if (shape < 1) {
            return gamma(shape + 1) * StrictMath.pow(uniform(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / (3 * StrictMath.sqrt(d));
        while (true) {
            double x = gaussian();
            double root = 1 + c * x;
            if (root <= 0) {
                continue;
            }
            double v = root * root * root;
            if (StrictMath.log(uniform()) < x * x / 2 + d * (1 - v + StrictMath.log(v))) {
                return d * v;
            }
        }
    }

    /** Puts the values into random order (Fisher and Yates, last to first). */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = below(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    /** 0 … count − 1 in random order. */
    public int[] permutation(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        shuffle(order);
        return order;
    }
}
