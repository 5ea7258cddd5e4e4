package org.fedfabric.trainer.node;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.HoldOutScore;

/**
 * A version's score on a participant's held-out rows, as it lies in the owner's state folder.
 *
 * @param schema version of this record's form, 1
 * @param task the task
 * @param version the version
 * @param cid its model
 * @param participantId whose rows
 * @param rows how many
 * @param lossMicros class-weighted mean cross-entropy, in millionths of a nat
 * @param accuracyMicros share of rows predicted right, in millionths
 */
record OwnScore(
        int schema,
        String task,
        long version,
        String cid,
        String participantId,
        int rows,
        long lossMicros,
        long accuracyMicros) {
    OwnScore {
        Checks.inRange(schema, 1, 1, "schema of an own score");
        Names.requireId(task, "task");
        Checks.inRange(version, 0, 1L << 40, "version");
        Checks.present(cid, "cid");
        Names.requireParticipantId(participantId, "participant id");
        Checks.inRange(rows, 1, Integer.MAX_VALUE, "rows");
        Checks.inRange(lossMicros, 0, HoldOutScore.MAX_LOSS_MICROS, "lossMicros");
        Checks.inRange(accuracyMicros, 0, 1_000_000, "accuracyMicros");
    }

    /** Whether the rows are so many that their mean may be told to others. */
    boolean isOfEnoughRows() {
        return rows >= 1 << HoldOutScore.MIN_ROWS_LOG2;
    }

    /** What others are told: the exact number of rows is not in it. */
    HoldOutScore claim() {
        return new HoldOutScore(
                HoldOutScore.SCHEMA, 31 - Integer.numberOfLeadingZeros(rows), lossMicros, accuracyMicros);
    }
}
