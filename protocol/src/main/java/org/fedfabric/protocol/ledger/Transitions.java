package org.fedfabric.protocol.ledger;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;

/**
 * The one table of what may follow what (protocol.md §2). Everything that changes a state asks it. Extending a deadline
 * changes no state. From CLOSED the only way leads forward, because revealed bytes must not be copied into a reopened
 * version; stopping a task therefore writes the task alone, and its versions stay as they are.
 */
public final class Transitions {
    private static final Map<TaskState, Set<TaskState>> TASK = new EnumMap<>(Map.of(
            TaskState.OPEN, EnumSet.of(TaskState.RUNNING, TaskState.STOPPED),
            TaskState.RUNNING, EnumSet.of(TaskState.COMPLETED, TaskState.STOPPED),
            TaskState.COMPLETED, EnumSet.noneOf(TaskState.class),
            TaskState.STOPPED, EnumSet.noneOf(TaskState.class)));

    private static final Map<VersionState, Set<VersionState>> VERSION = new EnumMap<>(Map.of(
            VersionState.COLLECTING, EnumSet.of(VersionState.CLOSED, VersionState.FINAL),
            VersionState.CLOSED, EnumSet.of(VersionState.UNSEALING, VersionState.PUBLISHED),
            VersionState.UNSEALING, EnumSet.of(VersionState.PUBLISHED),
            VersionState.PUBLISHED, EnumSet.noneOf(VersionState.class),
            VersionState.FINAL, EnumSet.noneOf(VersionState.class)));

    private static final Map<UpdateState, Set<UpdateState>> UPDATE = new EnumMap<>(Map.of(
            UpdateState.QUEUED, EnumSet.of(UpdateState.SUBMITTED, UpdateState.EXPIRED),
            UpdateState.SUBMITTED,
                    EnumSet.of(
                            UpdateState.INCLUDED,
                            UpdateState.REJECTED,
                            UpdateState.UNAVAILABLE,
                            UpdateState.OUTVOTED,
                            UpdateState.EXPIRED),
            UpdateState.INCLUDED, EnumSet.noneOf(UpdateState.class),
            UpdateState.REJECTED, EnumSet.noneOf(UpdateState.class),
            UpdateState.UNAVAILABLE, EnumSet.noneOf(UpdateState.class),
            UpdateState.OUTVOTED, EnumSet.noneOf(UpdateState.class),
            UpdateState.EXPIRED, EnumSet.noneOf(UpdateState.class)));

    private Transitions() {}

    /**
     * Returns the next state of a task if the table has it.
     *
     * @throws RefusalException WRONG_TASK_STATE otherwise
     */
    public static TaskState require(TaskState from, TaskState to) {
        if (!TASK.get(from).contains(to)) {
            throw new RefusalException(
                    RefusalCode.WRONG_TASK_STATE,
                    "A task becomes " + to + " from a state that allows it. Provided value: " + from);
        }
        return to;
    }

    /**
     * Returns the next state of a version if the table has it.
     *
     * @throws RefusalException NOT_COLLECTING where the version had to be collecting, NOT_CLOSED where it had to be closed
     */
    public static VersionState require(VersionState from, VersionState to) {
        if (!VERSION.get(from).contains(to)) {
            boolean needsCollecting = VERSION.get(VersionState.COLLECTING).contains(to);
            throw new RefusalException(
                    needsCollecting ? RefusalCode.NOT_COLLECTING : RefusalCode.NOT_CLOSED,
                    "A version becomes " + to + " from " + (needsCollecting ? "COLLECTING" : "CLOSED")
                            + ". Provided value: " + from);
        }
        return to;
    }

    /**
     * Returns the next state of an update if the table has it.
     *
     * @throws RefusalException DUPLICATE_UPDATE otherwise: its fate is already on the record
     */
    public static UpdateState require(UpdateState from, UpdateState to) {
        if (!UPDATE.get(from).contains(to)) {
            throw new RefusalException(
                    RefusalCode.DUPLICATE_UPDATE,
                    "An update becomes " + to + " from a state that allows it. Provided value: " + from);
        }
        return to;
    }

    /**
     * Where a committed update stands, which the ledger does not store twice: it follows from its task and from the
     * version that counted it.
     *
     * @param task the task's state
     * @param contributor the update's place on its version's record, or null if the version has not counted it
     */
    public static UpdateState stateOf(TaskState task, Contributor contributor) {
        if (contributor != null && contributor.verdict() != null) {
            UpdateState judged = switch (contributor.verdict().outcome()) {
                case INCLUDED -> UpdateState.INCLUDED;
                case REJECTED -> UpdateState.REJECTED;
                case UNAVAILABLE -> UpdateState.UNAVAILABLE;
                case OUTVOTED -> UpdateState.OUTVOTED;
            };
            return require(UpdateState.SUBMITTED, judged);
        }
        boolean ended = task == TaskState.COMPLETED || task == TaskState.STOPPED;
        return ended ? require(UpdateState.SUBMITTED, UpdateState.EXPIRED) : UpdateState.SUBMITTED;
    }
}
