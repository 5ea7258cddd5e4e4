package org.fedfabric.experiments.report.figure;

/** What an (ε, δ) is worth, said without ε. */
public final class GuessingBound {
    private GuessingBound() {}

    /**
     * How often somebody is right at most who sees everything published and must tell which of two data sets, equally
     * likely before, a participant used. An (ε, δ) bound leaves 1 − a ≤ e^ε·b + δ and 1 − b ≤ e^ε·a + δ for the rates a
     * and b of the two errors (Kairouz, Oh, Viswanath 2015, theorem 2.1); their sum is least where both are equal, so
     * 1 − (a + b)/2 ≤ (e^ε + δ)/(e^ε + 1).
     *
     * @param epsilon at least 0, may be infinite
     * @param delta in [0, 1]
     * @return in [0.5, 1]; 0.5 is a coin
     */
    public static double of(double epsilon, double delta) {
        // Divided by e^ε, which overflows above 709.
        double inverse = Math.exp(-epsilon);
        return (1 + delta * inverse) / (1 + inverse);
    }
}
