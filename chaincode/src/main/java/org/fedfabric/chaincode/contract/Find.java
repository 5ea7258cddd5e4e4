package org.fedfabric.chaincode.contract;

import java.util.function.Supplier;
import org.fedfabric.chaincode.function.Call;
import org.fedfabric.chaincode.ledger.Ledger;
import org.fedfabric.protocol.ledger.DataAccount;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.task.TaskSpec;

/** Records that a call needs, or the refusal that says which is missing. */
final class Find {
    private Find() {}

    static Participant participant(Ledger ledger, String id) {
        return ledger.participant(id).orElseThrow(missing("participant", id));
    }

    static DataAccount account(Ledger ledger, String mspId, String lineage) {
        return ledger.account(mspId, lineage)
                .orElseThrow(() -> new RefusalException(
                        RefusalCode.NO_DATA_ACCOUNT,
                        "The data must be registered. Provided value: lineage " + lineage + " of " + mspId));
    }

    static TaskRecord task(Ledger ledger, String task) {
        return ledger.task(task).orElseThrow(missing("task", task));
    }

    /** A task that runs, under the rules this chaincode has. */
    static TaskRecord runningTask(Call call, String task) {
        TaskRecord record = task(call.ledger(), task);
        requireState(record, TaskState.RUNNING);
        requireRules(call, record.spec());
        return record;
    }

    static void requireState(TaskRecord task, TaskState... allowed) {
        for (TaskState state : allowed) {
            if (task.state() == state) {
                return;
            }
        }
        throw new RefusalException(
                RefusalCode.WRONG_TASK_STATE,
                "The task must be " + String.join(" or ", names(allowed)) + ". Provided value: "
                        + task.spec().name() + " is " + task.state());
    }

    /**
     * A task keeps the rules it was created under: whoever computes with them must have that version. Needed by all that
     * judges, sums, selects, charges or returns charges; not by reading, reporting, leaving or stopping.
     */
    static void requireRules(Call call, TaskSpec spec) {
        if (spec.rules() != call.rules()) {
            throw new RefusalException(
                    RefusalCode.RULES_VERSION,
                    "The task's rules must be version " + call.rules() + ", which this chaincode has. Provided value: "
                            + spec.rules());
        }
    }

    static VersionRecord version(Ledger ledger, String task, long version) {
        return ledger.version(task, version).orElseThrow(missing("version", task + " version " + version));
    }

    static long head(Ledger ledger, String task) {
        return ledger.head(task).orElseThrow(missing("head version, since the task has not started:", task));
    }

    static Membership membership(Ledger ledger, String task, String participantId) {
        return ledger.membership(task, participantId)
                .orElseThrow(() -> new RefusalException(
                        RefusalCode.NOT_JOINED,
                        "The participant must have joined " + task + ". Provided value: " + participantId));
    }

    static UpdateRecord update(Ledger ledger, String task, long base, String participantId) {
        return ledger.update(task, base, participantId)
                .orElseThrow(missing("update", participantId + " in " + task + " version " + base));
    }

    private static Supplier<RefusalException> missing(String what, String name) {
        return () -> new RefusalException(
                RefusalCode.NOT_FOUND, "The ledger must have this " + what + ". Provided value: " + name);
    }

    private static java.util.List<String> names(TaskState... states) {
        return java.util.Arrays.stream(states).map(Enum::name).toList();
    }
}
