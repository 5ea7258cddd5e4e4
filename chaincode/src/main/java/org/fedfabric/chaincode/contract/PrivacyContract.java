package org.fedfabric.chaincode.contract;

import java.util.List;
import org.fedfabric.chaincode.function.Call;
import org.fedfabric.chaincode.function.Effect;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.chaincode.ledger.StateKey;
import org.fedfabric.protocol.ledger.DataAccount;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.Role;
import org.fedfabric.protocol.ledger.TaskEvent;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.privacy.PrivacyBudget;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;

/** Data accounts and the allotments taken from them (protocol.md §1). */
public final class PrivacyContract {
    private PrivacyContract() {}

    /**
     * An account with its figures as (ε, δ).
     *
     * @param account the record
     * @param spentEpsilonMicros ε spent or allotted at the account's δ, in millionths, rounded up
     * @param leftEpsilonMicros what is left of it below the cap
     * @param summary the same for people
     */
    public record AccountView(DataAccount account, long spentEpsilonMicros, long leftEpsilonMicros, String summary) {}

    /** The functions {@code privacy:…}. */
    public static List<Function> functions() {
        return List.of(
                new Function(
                        "privacy:Account",
                        Effect.QUERY,
                        List.of("mspId", "lineage"),
                        "A data set's account: its registration, what it has spent, and both as ε at its δ.",
                        PrivacyContract::account),
                new Function(
                        "privacy:List",
                        Effect.QUERY,
                        List.of("mspId", "pageSize", "bookmark"),
                        "The data accounts of an enterprise, by lineage.",
                        call -> Lists.page(
                                call, StateKey.accountsOf(call.arguments().mspId(0)), DataAccount.class, 1)),
                new Function(
                        "privacy:TopUp",
                        Effect.TRANSACTION,
                        List.of("task", "submissions"),
                        "A member moves budget for more submissions from its data account to its allotment.",
                        PrivacyContract::topUp),
                new Function(
                        "privacy:Release",
                        Effect.TRANSACTION,
                        List.of("task"),
                        "A member that has left, or whose task has ended, moves what is left of its allotment back to"
                                + " its data account.",
                        PrivacyContract::release));
    }

    private static AccountView account(Call call) {
        DataAccount account = Find.account(
                call.ledger(), call.arguments().mspId(0), call.arguments().id(1));
        PrivacyBudget budget = account.budget();
        String infinite =
                account.unprotected() ? "; but ε is infinite, for a task without a guarantee used the data" : "";
        return new AccountView(account, budget.epsilonMicros(), budget.leftMicros(), budget.summary() + infinite);
    }

    private static Membership topUp(Call call) {
        Participant caller = Access.as(Role.TRAINER, call);
        TaskRecord task = Find.task(call.ledger(), call.arguments().id(0));
        long submissions = call.arguments().number(1, 1, MembershipContract.MAX_SUBMISSIONS);
        Find.requireState(task, TaskState.OPEN, TaskState.RUNNING);
        Find.requireRules(call, task.spec());
        Membership member = Find.membership(call.ledger(), task.spec().name(), caller.id());
        Allotments.requireCharged(task.spec());
        if (member.left()) {
            throw new RefusalException(
                    RefusalCode.NOT_JOINED,
                    "Only a standing member can top up. Provided value: " + caller.id() + ", who has left");
        }
        Allotments.take(call.ledger(), account(call, member), task.spec(), submissions);
        Membership after = member.withAllotment(member.allotment() + submissions);
        call.ledger().put(after);
        call.ledger().event(new TaskEvent(1, TaskEvent.Kind.ROSTER, member.task(), 0, caller.id(), null));
        return after;
    }

    private static Membership release(Call call) {
        Participant caller = Access.as(Role.TRAINER, call);
        TaskRecord task = Find.task(call.ledger(), call.arguments().id(0));
        Membership member = Find.membership(call.ledger(), task.spec().name(), caller.id());
        if (!member.left()) {
            Find.requireState(task, TaskState.COMPLETED, TaskState.STOPPED);
        }
        Allotments.requireCharged(task.spec());
        // What comes back is computed as the charge was; another computation could return more than was paid.
        Find.requireRules(call, task.spec());
        if (member.allotment() == 0) {
            return member;
        }
        Allotments.giveBack(call.ledger(), account(call, member), task.spec(), member);
        Membership after = member.withAllotment(0);
        call.ledger().put(after);
        return after;
    }

    /** The account that pays for a member of the caller's enterprise. */
    private static DataAccount account(Call call, Membership member) {
        return Find.account(call.ledger(), call.identity().mspId(), member.lineage());
    }
}
