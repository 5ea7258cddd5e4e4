package org.fedfabric.experiments.report;

import org.fedfabric.experiments.report.figure.GuessingBound;

/** An (ε, δ) in a sentence that people who have to decide can use. */
final class PrivacyWorth {
    /** Above this share of right guesses, four of five, nobody would call it protection without saying more. */
    private static final double WEAK = 0.8;

    /** Above this share there is no doubt left that would protect anybody. */
    private static final double NOTHING = 0.999;

    private PrivacyWorth() {}

    /**
     * What the noise is worth.
     *
     * @param epsilon the ε that the noise really gives; infinite for none
     * @param delta the δ of that ε
     */
    static String sentence(double epsilon, double delta) {
        if (Double.isInfinite(epsilon)) {
            return "Proves nothing: no finite ε holds.";
        }
        double right = GuessingBound.of(epsilon, delta);
        if (right > NOTHING) {
            return "Proves practically nothing: who reads the updates may tell which of two data sets a participant used"
                    + " as good as always.";
        }
        String guess = " who reads the updates can tell which of two data sets a participant used in at most "
                + Numbers.percent(right, 1) + " of cases (a coin: 50 %).";
        return (right > WEAK ? "Weak:" : "Protects:") + guess;
    }
}
