package org.fedfabric.chaincode.contract;

import java.util.List;
import java.util.Optional;
import org.fedfabric.chaincode.function.Call;
import org.fedfabric.chaincode.function.Effect;
import org.fedfabric.chaincode.function.Function;
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

/**
 * Joining and leaving tasks (protocol.md §1). Both write the member's own key only; the roster takes them over when Start
 * or Advance names them.
 */
public final class MembershipContract {
    /** Submissions a join may ask for: more than any task has versions. */
    static final long MAX_SUBMISSIONS = 1_000_000;

    /** Nothing is charged in a task without a mechanism, so there is nothing to allot. */
    private static final long UNCHARGED = -1;

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
                                + " the number of submissions to allot (without effect where nothing is charged).",
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
        String name = call.arguments().id(0);
        String specDigest = call.arguments().digest(1);
        String lineage = call.arguments().id(2);
        String beaconTip = call.arguments().digest(3);
        List<String> priorTasks = call.arguments().parsed(4, Priors::tasks);
        call.arguments().number(5, 0, MAX_SUBMISSIONS);

        TaskRecord task = Find.task(call.ledger(), name);
        Find.requireState(task, TaskState.OPEN, TaskState.RUNNING);
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
        requireUnprotectedAllowed(account);
        Evidence prior = Priors.of(call.ledger(), caller.id(), priorTasks);
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
                UNCHARGED,
                false);
        if (!account.unprotected()) {
            call.ledger().put(unprotected(account));
        }
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
        Membership after = new Membership(
                before.schema(),
                name,
                before.participantId(),
                before.specDigest(),
                before.lineage(),
                before.rowsLog2(),
                before.assessment(),
                before.beaconTip(),
                before.prior(),
                before.allotment(),
                true);
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

    /** Every task of this rules version is without a guarantee, so the account must allow that. */
    private static void requireUnprotectedAllowed(DataAccount account) {
        if (!account.registration().allowUnprotected()) {
            throw new RefusalException(
                    RefusalCode.UNPROTECTED_NOT_ALLOWED,
                    "The data's registration must allow tasks without a privacy guarantee. Provided value: "
                            + account.registration().lineage());
        }
    }

    private static DataAccount unprotected(DataAccount account) {
        return new DataAccount(
                account.schema(),
                account.mspId(),
                account.owner(),
                account.version(),
                account.registration(),
                account.spentMicros(),
                true);
    }
}
