package org.fedfabric.trainer.dataset;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * What lies beside a participant's rows: where they came from, and their digest, which shows damage.
 *
 * @param schema version of this record's form, 1
 * @param origin the data set
 * @param enterprise whose rows
 * @param participant whose rows, within the enterprise
 * @param partition the rule of division
 * @param seed its seed
 * @param rows how many
 * @param sha256 of {@code rows.bin}
 */
public record RowsManifest(
        int schema,
        String origin,
        String enterprise,
        String participant,
        String partition,
        long seed,
        int rows,
        String sha256) {
    /** Checks the parts. */
    public RowsManifest {
        Checks.inRange(schema, 1, 1, "schema of a rows manifest");
        Checks.present(origin, "origin");
        Checks.present(enterprise, "enterprise");
        Checks.present(participant, "participant");
        Checks.present(partition, "partition");
        Checks.inRange(rows, 1, Integer.MAX_VALUE, "rows");
        Names.requireDigest(sha256, "sha256 of the rows");
    }
}
