package org.fedfabric.trainer.privacy;

import java.util.function.DoubleUnaryOperator;
import java.util.function.LongSupplier;

/**
 * Whether draws follow a distribution on the integers, by two tests whose false-alarm rates are derived, not tuned.
 *
 * <p><b>Pearson's chi-square</b> over bins of {@code width} integers, those with few draws merged into the tails: with k
 * degrees of freedom it exceeds k·(1 − 2/9k + z·√(2/9k))³ with the probability that a normal variable exceeds z (Wilson and
 * Hilferty 1931). <b>Moments</b>: mean and mean square of n draws are within z standard errors, which come from the
 * distribution's exact second and fourth moments, of their expectations. With z = 6.0 a right sampler fails either once in
 * 10⁹ times or less, to the accuracy of the normal limit, which the large bins and n keep within a small factor.
 */
final class GoodnessOfFit {
    static final double Z = 6.0;

    /** Pearson's approximation is good from 5 per bin on; far tails at this z ask for more. */
    private static final double LEAST_EXPECTED = 200;

    private final double[] probabilities;
    private final int reach;
    private final int width;

    /**
     * A distribution.
     *
     * @param weight proportional to the probability of an integer
     * @param reach beyond ± this the weight is below 1e-15 of the whole
     * @param width integers to a bin
     */
    GoodnessOfFit(DoubleUnaryOperator weight, int reach, int width) {
        this.reach = reach;
        this.width = width;
        this.probabilities = new double[2 * reach + 1];
        double total = 0;
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = weight.applyAsDouble(i - reach);
            total += probabilities[i];
        }
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] /= total;
        }
    }

    /** Draws; says what is wrong with them, or nothing. */
    String verdict(LongSupplier sampler, int draws) {
        long[] counts = new long[probabilities.length];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            long x = sampler.getAsLong();
            if (Math.abs(x) > reach) {
                return "a draw of " + x;
            }
            counts[(int) x + reach]++;
            sum += x;
            squares += (double) x * x;
        }
        return chiSquare(counts, draws)
                + outside("mean", sum / draws, 0, moment(2) / draws)
                + outside("mean square", squares / draws, moment(2), (moment(4) - moment(2) * moment(2)) / draws);
    }

    double moment(int power) {
        double moment = 0;
        for (int i = 0; i < probabilities.length; i++) {
            moment += probabilities[i] * Math.pow(i - reach, power);
        }
        return moment;
    }

    private String chiSquare(long[] counts, int draws) {
        double statistic = 0;
        int bins = 0;
        double expected = 0;
        double seen = 0;
        double left = draws;
        for (int i = 0; i < counts.length; i++) {
            expected += probabilities[i] * draws;
            seen += counts[i];
            boolean full = (i + 1) % width == 0 && expected >= LEAST_EXPECTED && left - expected >= LEAST_EXPECTED;
            if (full || i == counts.length - 1) {
                statistic += (seen - expected) * (seen - expected) / expected;
                left -= expected;
                bins++;
                expected = 0;
                seen = 0;
            }
        }
        double k = bins - 1;
        double limit = k * Math.pow(1 - 2 / (9 * k) + Z * Math.sqrt(2 / (9 * k)), 3);
        return statistic <= limit ? "" : "chi-square " + statistic + " over " + limit + " of " + bins + " bins; ";
    }

    private static String outside(String what, double value, double expected, double variance) {
        return Math.abs(value - expected) <= Z * Math.sqrt(variance)
                ? ""
                : what + " " + value + " for " + expected + " ± " + Z * Math.sqrt(variance) + "; ";
    }
}
