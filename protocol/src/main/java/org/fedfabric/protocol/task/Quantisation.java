package org.fedfabric.protocol.task;

import java.math.BigInteger;
import org.fedfabric.protocol.canonical.Checks;

/**
 * How an update's real values become integers: clip to an L2 norm, times weight, times 2^scaleBits, rounded
 * (protocol.md §3).
 *
 * @param clipNormMicros C, the L2 norm an update is clipped to, in millionths
 * @param scaleBits s = 2^scaleBits
 * @param valueBits signed width of a value: it lies in ±(2^(valueBits−1) − 1)
 * @param maxRowsLog2 rows at which a participant's weight reaches 1: w = min(1, 2^(rowsLog2 − maxRowsLog2))
 */
public record Quantisation(long clipNormMicros, int scaleBits, int valueBits, int maxRowsLog2) {
    private static final BigInteger MICROS = BigInteger.valueOf(1_000_000);

    /** Checks the ranges. */
    public Quantisation {
        Checks.inRange(clipNormMicros, 1, 1_000_000_000_000L, "clipNormMicros");
        Checks.inRange(scaleBits, 0, 30, "scaleBits");
        Checks.inRange(valueBits, 2, 32, "valueBits");
        Checks.inRange(maxRowsLog2, 0, 40, "maxRowsLog2");
    }

    /** The largest magnitude a value may have. */
    public int maxMagnitude() {
        return (int) ((1L << (valueBits - 1)) - 1);
    }

    /** s, the number of steps per unit. */
    public double scale() {
        return (double) (1L << scaleBits);
    }

    /** C, the clipping norm. */
    public double clipNorm() {
        return clipNormMicros / 1e6;
    }

    /** log2 of a participant's weight for its registered bucket of rows: 0 down to −40. */
    public int weightLog2(int rowsLog2) {
        return Math.min(rowsLog2, maxRowsLog2) - maxRowsLog2;
    }

    /**
     * C·s·w, the norm of a clipped and weighted update in steps: in units of 2^−places, rounded up in integers, so that
     * trainer and chaincode get the same.
     *
     * @param rowsLog2 the participant's registered bucket of rows, which gives w
     */
    public BigInteger radiusUp(int rowsLog2, int places) {
        int shift = places + scaleBits + weightLog2(rowsLog2);
        BigInteger micros = BigInteger.valueOf(clipNormMicros);
        BigInteger numerator = shift >= 0 ? micros.shiftLeft(shift) : micros;
        BigInteger divisor = shift >= 0 ? MICROS : MICROS.shiftLeft(-shift);
        return numerator.add(divisor).subtract(BigInteger.ONE).divide(divisor);
    }
}
