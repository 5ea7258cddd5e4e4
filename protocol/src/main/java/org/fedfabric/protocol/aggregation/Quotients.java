package org.fedfabric.protocol.aggregation;

/** The last step of every rule: base + sum / divisor, one division and one rounding to float for each parameter. */
final class Quotients {
    private Quotients() {}

    /**
     * The next parameters.
     *
     * @param sums one exact integer for each parameter
     * @param divisor above 0
     * @throws ArithmeticException if a parameter is not finite
     */
    static float[] added(float[] base, long[] sums, double divisor) {
        float[] next = new float[base.length];
        for (int j = 0; j < next.length; j++) {
            next[j] = (float) (base[j] + sums[j] / divisor);
            if (!(Math.abs(next[j]) <= Float.MAX_VALUE)) {
                throw new ArithmeticException(
                        "Every parameter of the next version must be finite. Provided value: " + next[j] + " at " + j);
            }
        }
        return next;
    }
}
