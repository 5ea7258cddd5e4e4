package org.fedfabric.audit;

import java.math.BigDecimal;
import org.fedfabric.protocol.privacy.PrivacyBudget;

/**
 * What a data account has spent, recomputed from every transaction that charged it.
 *
 * @param mspId the owning enterprise
 * @param lineage the data set
 * @param confirmation whether every transaction that wrote the account was recomputed and is as recorded
 * @param spentEpsilonMicros ε spent or allotted at the account's δ, in millionths, rounded up
 * @param capEpsilonMicros largest ε it may spend, in millionths
 * @param deltaPerBillion δ in billionths
 * @param unprotected whether a task without a guarantee used the data: its ε is infinite then
 * @param submissions submissions of the task that this account paid for
 */
public record AccountLine(
        String mspId,
        String lineage,
        Confirmation confirmation,
        long spentEpsilonMicros,
        long capEpsilonMicros,
        long deltaPerBillion,
        boolean unprotected,
        long submissions) {
    /** One line for people. */
    public String summary() {
        return "account " + mspId + "/" + lineage + "  " + confirmation + "  ε = "
                + PrivacyBudget.decimal(spentEpsilonMicros) + " of " + PrivacyBudget.decimal(capEpsilonMicros)
                + " at δ = "
                + BigDecimal.valueOf(deltaPerBillion, 9).stripTrailingZeros().toPlainString() + " spent or allotted"
                + (unprotected ? " and infinite through tasks without noise" : "")
                + "  " + submissions + " submissions of the task";
    }
}
