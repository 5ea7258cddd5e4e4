package org.fedfabric.trainer.terms;

import java.math.BigDecimal;
import org.fedfabric.protocol.task.Patience;

/** When a task is to end early, as a person asks for it. */
public final class PatienceTerms {
    /** A thousandth of the metric's unit: a nat of cross-entropy, or all rows of an accuracy. */
    private static final BigDecimal IMPROVEMENT = new BigDecimal("0.001");

    private PatienceTerms() {}

    /**
     * Reads {@code VERSIONS} or {@code VERSIONS:IMPROVEMENT}.
     *
     * @param text null for none
     * @return the patience, or null for none
     * @throws IllegalArgumentException for any other text, or numbers out of range
     */
    public static Patience parse(String text) {
        if (text == null) {
            return null;
        }
        String[] parts = text.split(":", 2);
        try {
            BigDecimal improvement = parts.length == 1 ? IMPROVEMENT : new BigDecimal(parts[1]);
            return new Patience(
                    Integer.parseInt(parts[0]), improvement.movePointRight(6).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--patience must be VERSIONS or VERSIONS:IMPROVEMENT, such as 5:0.001, with at most six decimal places."
                            + " Provided value: " + text,
                    e);
        }
    }
}
