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
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;

/**
 * Data accounts and the allotments taken from them (protocol.md §1). No mechanism of rules version 1 charges anything, so
 * topping up and releasing check who asks for what, and then say that there is nothing to do.
 */
public final class PrivacyContract {
    private PrivacyContract() {}

    /** The functions {@code privacy:…}. */
    public static List<Function> functions() {
        return List.of(
                new Function(
                        "privacy:Account",
                        Effect.QUERY,
                        List.of("mspId", "lineage"),
                        "A data set's account: its registration and what it has spent.",
                        call -> Find.account(
                                call.ledger(),
                                call.arguments().mspId(0),
                                call.arguments().id(1))),
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
                        "A member of an ended task moves what is left of its allotment back to its data account.",
                        PrivacyContract::release));
    }

    private static Object topUp(Call call) {
        Participant caller = Access.as(Role.TRAINER, call);
        String task = call.arguments().id(0);
        call.arguments().number(1, 1, MembershipContract.MAX_SUBMISSIONS);
        Find.requireState(Find.task(call.ledger(), task), TaskState.OPEN, TaskState.RUNNING);
        throw notCharged(Find.membership(call.ledger(), task, caller.id()));
    }

    private static Object release(Call call) {
        Participant caller = Access.as(Role.TRAINER, call);
        String task = call.arguments().id(0);
        Find.requireState(Find.task(call.ledger(), task), TaskState.COMPLETED, TaskState.STOPPED);
        throw notCharged(Find.membership(call.ledger(), task, caller.id()));
    }

    private static RefusalException notCharged(Membership member) {
        return new RefusalException(
                RefusalCode.NOT_CHARGED,
                "The task must charge a privacy budget. Provided value: " + member.task()
                        + ", which has no privacy mechanism");
    }
}
