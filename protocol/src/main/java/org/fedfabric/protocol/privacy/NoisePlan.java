package org.fedfabric.protocol.privacy;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.task.Privacy;

/** How much noise a wanted total takes. */
public final class NoisePlan {
    private NoisePlan() {}

    /**
     * The smallest noise multiplier with which so many submissions stay within (ε, δ) by the ledger's own accounting, in
     * millionths. Charges shrink as the multiplier grows, so bisection finds it.
     *
     * @param epsilonMicros the total ε wanted, in millionths, above 0
     * @param deltaPerBillion δ in billionths; the pure mechanism does not use it
     * @param submissions how many, at least 1
     * @throws IllegalArgumentException if even the largest multiplier costs more, or there is no mechanism
     */
    public static long multiplierMicros(
            Privacy.Mechanism mechanism, long epsilonMicros, long deltaPerBillion, long submissions) {
        Checks.require(mechanism != Privacy.Mechanism.NONE, "Only a mechanism can reach a finite ε", mechanism);
        Checks.inRange(epsilonMicros, 1, Privacy.MAX_EPSILON_MICROS, "epsilonMicros");
        Checks.inRange(submissions, 1, 1_000_000, "submissions");
        long low = Privacy.MIN_MULTIPLIER_MICROS;
        long high = Privacy.MAX_MULTIPLIER_MICROS;
        long least = total(mechanism, high, deltaPerBillion, submissions);
        Checks.require(
                least <= epsilonMicros,
                submissions + " submissions cost at least ε = " + least + " millionths at any noise; ask for more ε or"
                        + " fewer submissions",
                epsilonMicros);
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (total(mechanism, middle, deltaPerBillion, submissions) <= epsilonMicros) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static long total(Privacy.Mechanism mechanism, long multiplier, long deltaPerBillion, long submissions) {
        Privacy privacy = new Privacy(mechanism, Privacy.Unit.PARTICIPANT, multiplier, deltaPerBillion);
        return PrivacyLoss.ofSubmission(privacy).times(submissions).epsilonMicros(deltaPerBillion);
    }
}
