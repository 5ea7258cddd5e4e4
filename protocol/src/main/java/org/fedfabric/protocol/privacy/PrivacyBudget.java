package org.fedfabric.protocol.privacy;

import java.math.BigDecimal;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;

/**
 * What an account has spent of what it may.
 *
 * @param spent charged or allotted so far
 * @param capMicros the ε that must not be exceeded, in millionths
 * @param deltaPerBillion the δ at which ε is counted, in billionths
 */
public record PrivacyBudget(PrivacyLoss spent, long capMicros, long deltaPerBillion) {
    /** Checks presence; the figures come from records that were checked. */
    public PrivacyBudget {
        Checks.present(spent, "spent");
    }

    /** ε spent or allotted, in millionths, rounded up. */
    public long epsilonMicros() {
        return spent.epsilonMicros(deltaPerBillion);
    }

    /** How much ε is left below the cap, in millionths; 0 where a lowered cap lies below what was spent. */
    public long leftMicros() {
        return Math.max(0, capMicros - epsilonMicros());
    }

    /**
     * What is spent once so many submissions more are.
     *
     * @param charge what one costs
     * @throws RefusalException BUDGET_EXCEEDED with all figures if the cap does not allow it
     */
    public PrivacyLoss after(PrivacyLoss charge, long submissions) {
        PrivacyLoss after = spent.plus(charge.times(submissions));
        // Nothing asked for is never too much, even where the cap was lowered below what is spent.
        if (submissions > 0 && after.epsilonMicros(deltaPerBillion) > capMicros) {
            throw new RefusalException(
                    RefusalCode.BUDGET_EXCEEDED,
                    "The data's ε must stay within its cap, " + decimal(capMicros) + " at δ = " + delta()
                            + ", of which " + decimal(epsilonMicros()) + " is spent or allotted and "
                            + affordable(charge, submissions) + " more submissions of this task fit. Provided value: "
                            + submissions + " submissions, each ε = " + decimal(charge.epsilonMicros(deltaPerBillion))
                            + " alone, which would make it " + decimal(after.epsilonMicros(deltaPerBillion)));
        }
        return after;
    }

    /** One line for people: what is spent, of how much, at which δ. */
    public String summary() {
        return "ε = " + decimal(epsilonMicros()) + " of " + decimal(capMicros) + " at δ = " + delta()
                + " spent or allotted";
    }

    /** Millionths as a decimal number, without trailing zeros. */
    public static String decimal(long micros) {
        return text(BigDecimal.valueOf(micros, 6));
    }

    private String delta() {
        return text(BigDecimal.valueOf(deltaPerBillion, 9));
    }

    private static String text(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    /** How many of so many submissions fit: ε grows with each, so bisection finds it. */
    private long affordable(PrivacyLoss charge, long tooMany) {
        long fits = 0;
        long exceeds = tooMany;
        while (exceeds - fits > 1) {
            long middle = fits + (exceeds - fits) / 2;
            if (spent.plus(charge.times(middle)).epsilonMicros(deltaPerBillion) <= capMicros) {
                fits = middle;
            } else {
                exceeds = middle;
            }
        }
        return fits;
    }
}
