package org.fedfabric.protocol.privacy;

import java.math.BigInteger;
import org.fedfabric.protocol.canonical.Checks;

/**
 * A positive rational number in lowest terms: exact, so a sampler that works on integers draws from the very distribution
 * that the accounting assumes.
 *
 * @param numerator above 0
 * @param denominator above 0
 */
public record Ratio(BigInteger numerator, BigInteger denominator) {
    /** Checks the signs and cancels common factors. */
    public Ratio {
        Checks.present(numerator, "numerator");
        Checks.present(denominator, "denominator");
        Checks.require(
                numerator.signum() > 0 && denominator.signum() > 0,
                "A ratio must have a positive numerator and denominator",
                numerator + " / " + denominator);
        BigInteger common = numerator.gcd(denominator);
        numerator = numerator.divide(common);
        denominator = denominator.divide(common);
    }

    /** The nearest double, or within one unit in its last place; for bounds and reports, never for sampling. */
    public double toDouble() {
        // Both parts are cut to their leading bits, so that neither overflows a double.
        int shift = Math.max(0, Math.max(numerator.bitLength(), denominator.bitLength()) - 1_000);
        return numerator.shiftRight(shift).doubleValue()
                / denominator.shiftRight(shift).doubleValue();
    }
}
