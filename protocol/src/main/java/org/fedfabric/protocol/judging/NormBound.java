package org.fedfabric.protocol.judging;

import java.math.BigInteger;
import org.fedfabric.protocol.privacy.NoiseBounds;
import org.fedfabric.protocol.privacy.Sensitivity;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * The largest squared norm that the integers of an update can have. With noise see {@link NoiseBounds#squaredNorm}.
 * Without:  Values clipped to norm C, times weight w,
 * times scale s have norm at most R = C·s·w; rounding each of d values to the nearest integer moves the vector by at most
 * √d/2; so ‖q‖² ≤ (R + √d/2)². R is widened by 2⁻²⁰ of itself (about 1e-6), because clipping is done in floating point.
 * Computed in integers with 20 binary places, rounded outwards: never below the true bound, and above it by less than
 * 2⁻¹⁸·(R + √d) + 1 beside the widening.
 */
public final class NormBound {
    /** Sums stop before they can leave 64 bits: the bound and one more square of a 32-bit value fit together. */
    private static final long MAX_SQUARE = (1L << 62) - 1;

    private static final int PLACES = 20;

    private NormBound() {}

    /**
     * The bound on the squared norm of a task's updates, with noise or without.
     *
     * @param rowsLog2 the participant's registered bucket of rows, which gives w
     */
    static long squared(TaskSpec spec, int rowsLog2) {
        int count = spec.model().parameterCount();
        if (spec.privacy().mechanism() == Privacy.Mechanism.NONE) {
            return squared(spec.quantisation(), count, rowsLog2);
        }
        double bound = NoiseBounds.squaredNorm(Sensitivity.of(spec.quantisation(), count, rowsLog2), spec.privacy());
        return (long) Math.min(bound, MAX_SQUARE);
    }

    /**
     * The bound on ‖q‖² without noise.
     *
     * @param count d, the number of values
     * @param rowsLog2 the participant's registered bucket of rows, which gives w
     */
    static long squared(Quantisation quantisation, int count, int rowsLog2) {
        BigInteger radius = quantisation.radiusUp(rowsLog2, PLACES);
        BigInteger widened = radius.add(radius.shiftRight(PLACES)).add(BigInteger.ONE);
        // √d / 2 in 20 places: the root of d·2^38, rounded up.
        BigInteger slack =
                BigInteger.valueOf(count).shiftLeft(2 * PLACES - 2).sqrt().add(BigInteger.ONE);
        BigInteger square = widened.add(slack).pow(2).shiftRight(2 * PLACES);
        return square.min(BigInteger.valueOf(MAX_SQUARE)).longValueExact();
    }

    /**
     * Whether ‖q‖² ≤ bound: what the judge asks of an update, and a trainer of its rounding. Adding stops once it is over,
     * so nothing overflows whatever the values.
     *
     * @param squaredBound at most 2⁶² − 1
     */
    public static boolean holds(int[] values, long squaredBound) {
        long sum = 0;
        for (int value : values) {
            sum = Math.addExact(sum, (long) value * value);
            if (sum > squaredBound) {
                return false;
            }
        }
        return true;
    }
}
