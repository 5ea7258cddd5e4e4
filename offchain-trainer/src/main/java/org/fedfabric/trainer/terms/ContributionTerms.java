package org.fedfabric.trainer.terms;

import org.fedfabric.protocol.task.ContributionRule;

/** How contributions are to be measured, as a person asks for it. */
public final class ContributionTerms {
    /**
     * A thousandth of the metric's unit: less than what one more update changes until a model hardly improves at all, and
     * orders are then cut short.
     */
    private static final long TOLERANCE_MICROS = 1_000;

    private ContributionTerms() {}

    /**
     * Reads {@code none}, {@code leave-one-out} or {@code shapley:K}.
     *
     * @return the rule, or null for none
     * @throws IllegalArgumentException for any other text, or a K out of range
     */
    public static ContributionRule parse(String text) {
        if (text.equals("none")) {
            return null;
        }
        if (text.equals("leave-one-out")) {
            return new ContributionRule.LeaveOneOut();
        }
        String orders = text.startsWith("shapley:") ? text.substring("shapley:".length()) : "";
        if (orders.matches("[0-9]{1,9}")) {
            return new ContributionRule.Shapley(Integer.parseInt(orders), TOLERANCE_MICROS);
        }
        throw new IllegalArgumentException(
                "--contribution must be none, leave-one-out or shapley:K, K being how many orders"
                        + " are drawn. Provided value: " + text);
    }
}
