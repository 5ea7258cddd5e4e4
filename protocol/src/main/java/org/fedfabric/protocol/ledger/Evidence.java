package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;

/**
 * Counts behind a reputation: decayed and weighted positive and negative evidence (r and s of subjective logic), in
 * billionths, so that no endorser needs floating point.
 *
 * @param positiveNanos r
 * @param negativeNanos s
 */
public record Evidence(long positiveNanos, long negativeNanos) {
    /** Nothing is known. */
    public static final Evidence NONE = new Evidence(0, 0);

    /** Checks the ranges. */
    public Evidence {
        Checks.inRange(positiveNanos, 0, 1L << 53, "positiveNanos");
        Checks.inRange(negativeNanos, 0, 1L << 53, "negativeNanos");
    }
}
