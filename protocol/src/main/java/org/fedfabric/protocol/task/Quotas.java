package org.fedfabric.protocol.task;

import org.fedfabric.protocol.canonical.Checks;

/**
 * The enterprise is the unit of trust: an administrator can mint identities at will, so shares are counted per enterprise
 * (protocol.md §1).
 *
 * @param maxSharePermille largest share of weight and of selections one enterprise may have; raised to 1 / enterprises
 *     where that is more. 0 means the default: one half with two or three enterprises, else one third
 * @param minEnterprises how many enterprises a version's included updates must come from
 */
public record Quotas(int maxSharePermille, int minEnterprises) {
    /** Checks the ranges. */
    public Quotas {
        Checks.inRange(maxSharePermille, 0, 1_000, "maxSharePermille");
        Checks.inRange(minEnterprises, 1, 1_024, "minEnterprises");
    }

    /** Default shares, at least two enterprises. */
    public static Quotas defaults() {
        return new Quotas(0, 2);
    }
}
