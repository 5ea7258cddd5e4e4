package org.fedfabric.protocol.aggregation;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.ledger.Contributor;

/**
 * One included update on its way into the sum. The array is not copied.
 *
 * @param values q, its integers, which already carry the participant's weight w
 * @param weight a, what quotas leave of it, 0 to 65,536 = whole
 * @param rowsLog2 the registered bucket of rows, which gives w
 */
public record WeightedUpdate(int[] values, int weight, int rowsLog2) {
    /** Checks the ranges. */
    public WeightedUpdate {
        Checks.present(values, "values of an update");
        Checks.inRange(weight, 0, Contributor.WHOLE, "weight of an update");
        Checks.inRange(rowsLog2, 0, 40, "rowsLog2");
    }
}
