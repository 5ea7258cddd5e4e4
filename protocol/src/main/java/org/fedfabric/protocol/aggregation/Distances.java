package org.fedfabric.protocol.aggregation;

import java.math.BigInteger;
import org.fedfabric.protocol.task.Quantisation;

/** Squared L2 distances, exact whatever the values: noise can make them larger than 64 bits. */
final class Distances {
    private static final BigInteger MICROS_SQUARED = BigInteger.TEN.pow(12);

    /** Numbers on the ledger are exact in every JSON reader. */
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(53).subtract(BigInteger.ONE);

    private static final long LOW = 0xffff_ffffL;

    private Distances() {}

    /** ‖a − b‖² of values within ±(2³¹ − 1). */
    static BigInteger squared(int[] a, int[] b) {
        long low = 0;
        long high = 0;
        for (int j = 0; j < a.length; j++) {
            long difference = (long) a[j] - b[j];
            // Below 2⁶⁴, read without a sign; halves add up without overflow for 2³¹ values.
            long square = difference * difference;
            low += square & LOW;
            high += square >>> 32;
        }
        return BigInteger.valueOf(high).shiftLeft(32).add(BigInteger.valueOf(low));
    }

    /** a·b of values within ±(2³¹ − 1). */
    static BigInteger product(int[] a, int[] b) {
        long low = 0;
        long high = 0;
        for (int j = 0; j < a.length; j++) {
            long product = (long) a[j] * b[j];
            low += product & LOW;
            high += product >> 32;
        }
        return BigInteger.valueOf(high).shiftLeft(32).add(BigInteger.valueOf(low));
    }

    /** The root of a squared length, rounded up. */
    static BigInteger root(BigInteger squared) {
        BigInteger root = squared.sqrt();
        return root.pow(2).equals(squared) ? root : root.add(BigInteger.ONE);
    }

    /** The length of which this many square steps are the square, in millionths of the model's unit, rounded up. */
    static long micros(BigInteger squaredSteps, Quantisation quantisation) {
        int shift = 2 * quantisation.scaleBits();
        BigInteger scaled = squaredSteps.multiply(MICROS_SQUARED);
        BigInteger up = BigInteger.ONE.shiftLeft(shift).subtract(BigInteger.ONE);
        return root(scaled.add(up).shiftRight(shift)).min(MOST).longValueExact();
    }
}
