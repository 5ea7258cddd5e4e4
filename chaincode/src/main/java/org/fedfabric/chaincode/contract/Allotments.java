package org.fedfabric.chaincode.contract;

import org.fedfabric.chaincode.ledger.Ledger;
import org.fedfabric.protocol.ledger.DataAccount;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.privacy.PrivacyBudget;
import org.fedfabric.protocol.privacy.PrivacyLoss;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * Privacy budget on its way from a data account through a member's allotment into submissions (protocol.md §1). A task's
 * submissions all cost the same, so an allotment is counted in submissions and nothing is lost to rounding. Only Join,
 * TopUp and Release touch the account; Submit stays on the member's own key, so members never collide.
 */
final class Allotments {
    private Allotments() {}

    /** What one submission of a task costs; nothing where it charges nothing. */
    static PrivacyLoss charge(TaskSpec spec) {
        return spec.isProtected() ? PrivacyLoss.ofSubmission(spec.privacy()) : PrivacyLoss.NONE;
    }

    /**
     * Moves so many submissions' cost out of an account.
     *
     * @throws RefusalException BUDGET_EXCEEDED with the figures if the cap does not allow it
     */
    static void take(Ledger ledger, DataAccount account, TaskSpec spec, long submissions) {
        PrivacyLoss spent = account.budget().after(charge(spec), submissions);
        if (!spent.equals(account.spent())) {
            ledger.put(account.withSpent(spent));
        }
    }

    /** Moves what a member has left back to the account of its data. */
    static void giveBack(Ledger ledger, DataAccount account, TaskSpec spec, Membership member) {
        ledger.put(account.withSpent(account.spent().minus(charge(spec).times(member.allotment()))));
    }

    /**
     * The member after one submission: one less in its allotment, which in a task without charge stays as it is.
     *
     * @throws RefusalException ALLOTMENT_SPENT if there is none
     */
    static Membership used(Membership member, TaskSpec spec) {
        if (!spec.isProtected()) {
            return member;
        }
        if (member.allotment() == 0) {
            long delta = spec.privacy().deltaPerBillion();
            throw new RefusalException(
                    RefusalCode.ALLOTMENT_SPENT,
                    "A submission to " + spec.name() + " must be paid from the member's allotment; each costs ε = "
                            + PrivacyBudget.decimal(charge(spec).epsilonMicros(delta)) + " alone at the task's δ."
                            + " Provided value: 0 submissions left for " + member.participantId());
        }
        return member.withAllotment(member.allotment() - 1);
    }

    /** Refuses a task that charges nothing. */
    static void requireCharged(TaskSpec spec) {
        if (!spec.isProtected()) {
            throw new RefusalException(
                    RefusalCode.NOT_CHARGED,
                    "The task must charge a privacy budget. Provided value: " + spec.name() + ", which has "
                            + (spec.simulation() ? "simulated noise" : "no privacy mechanism"));
        }
    }
}
