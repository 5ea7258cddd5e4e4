package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;

/**
 * What a participant says of a version on rows of its own that it never trains on. Nobody can check it.
 *
 * @param schema version of this record's form, 1
 * @param rowsLog2 the number of those rows, rounded down to a power of two
 * @param lossMicros class-weighted mean cross-entropy over the rows, in millionths of a nat: the measure of the version's
 *     own score
 * @param accuracyMicros share of rows predicted right, in millionths
 */
public record HoldOutScore(int schema, int rowsLog2, long lossMicros, long accuracyMicros) {
    /** The form this version reads and writes. */
    public static final int SCHEMA = 1;

    /** Least bucket, 32 rows: a mean over fewer says too much of each row to be shared. */
    public static final int MIN_ROWS_LOG2 = 5;

    /** Largest loss: no row costs more than 100 nats ({@code Metrics.MAX_LOSS_NATS}), so no mean does. */
    public static final long MAX_LOSS_MICROS = 100_000_000;

    /** Checks the ranges. */
    public HoldOutScore {
        Checks.inRange(schema, SCHEMA, SCHEMA, "schema of a hold-out score");
        Checks.inRange(rowsLog2, MIN_ROWS_LOG2, 40, "rowsLog2 of a hold-out");
        Checks.inRange(lossMicros, 0, MAX_LOSS_MICROS, "lossMicros");
        Checks.inRange(accuracyMicros, 0, 1_000_000, "accuracyMicros");
    }
}
