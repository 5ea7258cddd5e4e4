package org.fedfabric.chaincode.contract;

import java.util.List;
import java.util.Optional;
import org.fedfabric.chaincode.function.Call;
import org.fedfabric.chaincode.function.Effect;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.chaincode.ledger.Ledger;
import org.fedfabric.protocol.ledger.DataAccount;
import org.fedfabric.protocol.ledger.DataRegistration;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.Role;
import org.fedfabric.protocol.ledger.TaskEvent;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * Joining and leaving tasks (protocol.md §1). Both write the member's own key, and Join its data account where that pays
 * or loses its protection; the roster takes them over when Start or Advance names them.
 */
public final class MembershipContract {
    /** Submissions a join may ask for: more than any task has versions. */
    static final long MAX_SUBMISSIONS = 1_000_000;

    private MembershipContract() {}

    /** The functions {@code participant:Join} and {@code participant:Leave}. */
    public static List<Function> functions() {
        return List.of(
                new Function(
                        "participant:Join",
                        Effect.TRANSACTION,
                        List.of("task", "specDigest", "lineage", "beaconTip", "priorTasks", "submissions"),
                        "A trainer binds itself to all terms of a task, with a data set of its enterprise, the tip of its"
                                + " hash chain, up to 8 ended tasks whose evidence it brings along (comma-separated), and"
                                + " the number of submissions to move from the data's budget to its allotment (without effect"
                                + " where nothing is charged).",
                        MembershipContract::join),
                new Function(
                        "participant:Leave",
                        Effect.TRANSACTION,
                        List.of("task"),
                        "A member leaves a task from the next selection on.",
                        MembershipContract::leave));
    }

    private static Membership join(Call call) {
        Participant caller = Access.as(Role.TRAINER, call);
        Access.requireAdmitted(call);
        String name = call.arguments().id(0);
        String specDigest = call.arguments().digest(1);
        String lineage = call.arguments().id(2);
        String beaconTip = call.arguments().digest(3);
        List<String> priorTasks = call.arguments().parsed(4, Priors::tasks);
        long submissions = call.arguments().number(5, 0, MAX_SUBMISSIONS);

        TaskRecord task = Find.task(call.ledger(), name);
        Find.requireState(task, TaskState.OPEN, TaskState.RUNNING);
        Find.requireRules(call, task.spec());
        if (!task.specDigest().equals(specDigest)) {
            throw new RefusalException(
                    RefusalCode.SPEC_MISMATCH,
                    "specDigest must be the task's, " + task.specDigest() + ". Provided value: " + specDigest);
        }
        Optional<Membership> before = call.ledger().membership(name, caller.id());
        if (before.isPresent() && !before.get().left()) {
            return joinedAlready(before.get(), specDigest, lineage, beaconTip);
        }
        if (before.isPresent() && !before.get().beaconTip().equals(beaconTip)) {
            // Whoever could change chains would choose its next value after seeing those of the others.
            throw new RefusalException(
                    RefusalCode.BEACON_MISMATCH,
                    "Who joins again must keep its hash chain, whose tip is "
                            + before.get().beaconTip() + ". Provided value: " + beaconTip);
        }
        DataAccount account = Find.account(call.ledger(), call.identity().mspId(), lineage);
        Evidence prior = Priors.of(call.ledger(), caller.id(), task, priorTasks);
        long allotment = task.spec().isProtected()
                ? allotted(call.ledger(), account, task.spec(), before, submissions)
                : unprotected(call.ledger(), account);
        DataRegistration data = account.registration();
        Membership joined = new Membership(
                1,
                name,
                caller.id(),
                specDigest,
                lineage,
                data.rowsLog2(),
                data.assessment(),
                beaconTip,
                prior,
                allotment,
                false,
                data.dataType());
        call.ledger().put(joined);
        call.ledger().event(new TaskEvent(1, TaskEvent.Kind.ROSTER, name, 0, caller.id(), null));
        return joined;
    }

    private static Membership leave(Call call) {
        Participant caller = Access.active(call);
        String name = call.arguments().id(0);
        Find.requireState(Find.task(call.ledger(), name), TaskState.OPEN, TaskState.RUNNING);
        Membership before = Find.membership(call.ledger(), name, caller.id());
        if (before.left()) {
            return before;
        }
        Membership after = before.ended();
        call.ledger().put(after);
        call.ledger().event(new TaskEvent(1, TaskEvent.Kind.ROSTER, name, 0, caller.id(), null));
        return after;
    }

    private static Membership joinedAlready(Membership member, String specDigest, String lineage, String beaconTip) {
        if (member.specDigest().equals(specDigest)
                && member.lineage().equals(lineage)
                && member.beaconTip().equals(beaconTip)) {
            return member;
        }
        throw new RefusalException(
                RefusalCode.ALREADY_JOINED,
                "A member must leave before it joins with other terms. Provided value: " + member.participantId()
                        + ", who joined with lineage " + member.lineage() + " and whose chain's tip is "
                        + member.beaconTip());
    }

    /** Takes the cost of the submissions from the account; what the member brought along from before it left stays. */
    private static long allotted(
            Ledger ledger, DataAccount account, TaskSpec spec, Optional<Membership> before, long submissions) {
        long held = before.map(Membership::allotment).orElse(0L);
        String lineage = account.registration().lineage();
        if (held > 0 && !before.get().lineage().equals(lineage)) {
            throw new RefusalException(
                    RefusalCode.ALLOTMENT_HELD,
                    "Who joins again with other data must have released the allotment that "
                            + before.get().lineage() + " paid for, " + held + " submissions. Provided value: "
                            + lineage);
        }
        Allotments.take(ledger, account, spec, submissions);
        return held + submissions;
    }

    /** In a task without a guarantee nothing is charged; the account must allow it and is marked for good. */
    private static long unprotected(Ledger ledger, DataAccount account) {
        if (!account.registration().allowUnprotected()) {
            throw new RefusalException(
                    RefusalCode.UNPROTECTED_NOT_ALLOWED,
                    "The data's registration must allow tasks without a privacy guarantee. Provided value: "
                            + account.registration().lineage());
        }
        if (!account.unprotected()) {
            ledger.put(account.withoutProtection());
        }
        return Membership.UNCHARGED;
    }
}
