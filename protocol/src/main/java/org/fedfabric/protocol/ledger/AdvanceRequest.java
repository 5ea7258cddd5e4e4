package org.fedfabric.protocol.ledger;

import java.util.List;
import org.fedfabric.protocol.canonical.Checks;

/**
 * What {@code round:Advance} takes (protocol.md §2).
 *
 * @param schema version of this record's form, 1
 * @param cid address of the next model, as the aggregator computed it
 * @param unavailable contributors whose bytes are withheld, sorted
 * @param joins members to add to the roster, sorted, at most 64
 * @param leaves members to mark as left, sorted, at most 64
 */
public record AdvanceRequest(
        int schema, String cid, List<String> unavailable, List<String> joins, List<String> leaves) {
    /** Checks the parts. */
    public AdvanceRequest {
        Checks.inRange(schema, 1, 1, "schema of an advance");
        Checks.present(cid, "cid of the next model");
        unavailable = sorted(unavailable, 4_096, "unavailable");
        joins = sorted(joins, 64, "joins");
        leaves = sorted(leaves, 64, "leaves");
    }

    private static List<String> sorted(List<String> ids, int max, String what) {
        List<String> copy = Checks.list(ids, max, what);
        Checks.require(
                copy.equals(copy.stream().distinct().sorted().toList()), what + " must be sorted, each once", copy);
        return copy;
    }
}
