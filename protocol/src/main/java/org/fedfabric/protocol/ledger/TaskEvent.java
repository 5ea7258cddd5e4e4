package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * The payload of every chaincode event; the event's name is {@link Kind#eventName}. A function of ledger and arguments
 * only: it is signed by every endorser.
 *
 * @param schema version of this record's form, 1
 * @param kind what happened
 * @param task where
 * @param version the version it concerns: the base for submissions and closes, the new one when published; 0 otherwise
 * @param participantId who, for submissions and joins
 * @param modelCid the new model, when one is published
 */
public record TaskEvent(int schema, Kind kind, String task, long version, String participantId, String modelCid) {
    /** What happened. */
    public enum Kind {
        /** A task was created and takes joins. */
        CREATED,
        /** Somebody joined or left. */
        ROSTER,
        /** Version 0 is published. */
        STARTED,
        /** An update was committed. */
        SUBMITTED,
        /** The contributors of a version are fixed. */
        CLOSED,
        /** A version's deadline was extended. */
        EXTENDED,
        /** The next version is published. */
        PUBLISHED,
        /** The last version is published and the task is complete. */
        COMPLETED,
        /** The task ended early. */
        STOPPED;

        /** The name under which the event is sent. */
        public String eventName() {
            return "task-" + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Checks the parts. */
    public TaskEvent {
        Checks.inRange(schema, 1, 1, "schema of an event");
        Checks.present(kind, "kind of an event");
        Names.requireId(task, "task");
        Checks.inRange(version, 0, 1L << 40, "version");
    }

    /** An event about a task as a whole. */
    public static TaskEvent of(Kind kind, String task) {
        return new TaskEvent(1, kind, task, 0, null, null);
    }
}
