package org.fedfabric.protocol.ledger;

import java.util.List;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.task.Privacy;

/**
 * What {@code participant:RegisterData} takes: a new version of a data set of the caller's enterprise.
 *
 * @param schema version of this record's form, 1
 * @param lineage the data set's name for life
 * @param parentVersion the account's current version that this one continues; 0 opens the account
 * @param digest Merkle root over HMAC-SHA256(owner-held key, canonical row)
 * @param rowsLog2 the number of rows, rounded down to a power of two
 * @param classCoverage16 share of rows per class in sixteenths, rounded
 * @param assessment what the owner says of it
 * @param allowUnprotected whether tasks without a privacy guarantee may use it
 * @param deltaPerBillion δ at which the account's ε is counted, in billionths, at most 1/1,000; fixed for life
 * @param epsilonCapMicros largest ε the account may spend at that δ, in millionths; 0 keeps it out of protected tasks
 * @param dataType what kind of data it is, in a word such as {@code images} or {@code table}; absent if not said
 */
public record DataRegistration(
        int schema,
        String lineage,
        long parentVersion,
        String digest,
        int rowsLog2,
        List<Integer> classCoverage16,
        Assessment assessment,
        boolean allowUnprotected,
        long deltaPerBillion,
        long epsilonCapMicros,
        String dataType) {
    /** Checks the ranges. */
    public DataRegistration {
        Checks.inRange(schema, 1, 1, "schema of a data registration");
        Names.requireId(lineage, "lineage");
        Checks.inRange(parentVersion, 0, 1L << 40, "parentVersion");
        Names.requireDigest(digest, "digest of the data");
        Checks.inRange(rowsLog2, 0, 40, "rowsLog2");
        classCoverage16 = Checks.list(classCoverage16, 4_096, "classCoverage16");
        classCoverage16.forEach(c -> Checks.inRange(c, 0, 16, "a class's coverage in sixteenths"));
        Checks.present(assessment, "assessment");
        Checks.inRange(deltaPerBillion, 1, Privacy.MAX_DELTA_PER_BILLION, "deltaPerBillion");
        Checks.inRange(epsilonCapMicros, 0, Privacy.MAX_EPSILON_MICROS, "epsilonCapMicros");
        if (dataType != null) {
            Names.requireId(dataType, "dataType");
        }
    }

    /** A registration that does not say what kind of data it is. */
    public DataRegistration(
            int schema,
            String lineage,
            long parentVersion,
            String digest,
            int rowsLog2,
            List<Integer> classCoverage16,
            Assessment assessment,
            boolean allowUnprotected,
            long deltaPerBillion,
            long epsilonCapMicros) {
        this(
                schema,
                lineage,
                parentVersion,
                digest,
                rowsLog2,
                classCoverage16,
                assessment,
                allowUnprotected,
                deltaPerBillion,
                epsilonCapMicros,
                null);
    }
}
