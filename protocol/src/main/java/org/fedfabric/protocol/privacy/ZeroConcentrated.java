package org.fedfabric.protocol.privacy;

/**
 * From ρ-zCDP to (ε, δ). ρ-zCDP means a Rényi divergence of at most α·ρ for every order α > 1, and every order gives a
 * valid
 *
 * <pre>ε(α) = α·ρ + (ln(1/δ) − ln α) / (α − 1) + ln(1 − 1/α)</pre>
 *
 * (Canonne, Kamath, Steinke 2020, proposition 12). The smallest over α is looked for by golden section over ln(α − 1): the
 * orders that give at most some ε form an interval, so there is one valley. Whatever order the search ends at, its ε is
 * valid; a poor search could only report too much. It starts around √(ln(1/δ)/ρ), the order behind the textbook form
 * ρ + 2√(ρ·ln(1/δ)) (Bun and Steinke 2016, proposition 1.3), and tries that order itself, so it never exceeds that form.
 */
final class ZeroConcentrated {
    /** The best order lies within this factor of the textbook's wherever ε is above 0. */
    private static final double SEARCH_FACTOR = 64;

    /** (√5 − 1)/2 to the 60th power is 3e-13: finer than a double's minimum can be located. */
    private static final int STEPS = 60;

    private static final double GOLDEN = (StrictMath.sqrt(5) - 1) / 2;

    /** Above what rounding of some ten double operations on terms of ε's size can take away. */
    private static final double OUTWARDS = 1e-12;

    private ZeroConcentrated() {}

    static long epsilonMicros(long rhoNanos, long deltaPerBillion) {
        if (rhoNanos == 0) {
            return 0;
        }
        double logInverseDelta = StrictMath.log(1e9) - StrictMath.log(deltaPerBillion);
        double epsilon = epsilon(rhoNanos / 1e9, logInverseDelta);
        return (long) StrictMath.ceil((epsilon + (1 + epsilon) * OUTWARDS) * 1e6);
    }

    /**
     * ε as a real number, not yet rounded outwards.
     *
     * @param rho ρ above 0
     * @param logInverseDelta ln(1/δ) above 0
     */
    static double epsilon(double rho, double logInverseDelta) {
        double textbook = StrictMath.sqrt(logInverseDelta / rho);
        double low = StrictMath.log(textbook / SEARCH_FACTOR);
        double high = StrictMath.log(textbook * SEARCH_FACTOR);
        double least = atOrder(textbook, rho, logInverseDelta);
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double atLeft = atOrder(StrictMath.exp(left), rho, logInverseDelta);
        double atRight = atOrder(StrictMath.exp(right), rho, logInverseDelta);
        for (int step = 0; step < STEPS; step++) {
            least = Math.min(least, Math.min(atLeft, atRight));
            if (atLeft <= atRight) {
                high = right;
                right = left;
                atRight = atLeft;
                left = high - GOLDEN * (high - low);
                atLeft = atOrder(StrictMath.exp(left), rho, logInverseDelta);
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = low + GOLDEN * (high - low);
                atRight = atOrder(StrictMath.exp(right), rho, logInverseDelta);
            }
        }
        // (ε, δ) with a negative ε implies (0, δ).
        return Math.max(least, 0);
    }

    /** ε(α) for α = 1 + a, written so that nothing cancels when a is tiny. */
    private static double atOrder(double a, double rho, double logInverseDelta) {
        double logOrder = StrictMath.log1p(a);
        return (1 + a) * rho + (logInverseDelta - logOrder) / a + StrictMath.log(a) - logOrder;
    }
}
