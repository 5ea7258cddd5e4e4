package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;

/**
 * What a participant says of its own data (S1's algorithm 1, steps 2 to 4); nobody verifies it, so its weight in
 * selection is at most 0.2. All in millionths of 1.
 *
 * @param typeMicros how well its kind fits
 * @param sizeMicros how much there is
 * @param qualityMicros how clean it is
 */
public record Assessment(long typeMicros, long sizeMicros, long qualityMicros) {
    /** Checks the ranges. */
    public Assessment {
        Checks.inRange(typeMicros, 0, 1_000_000, "typeMicros");
        Checks.inRange(sizeMicros, 0, 1_000_000, "sizeMicros");
        Checks.inRange(qualityMicros, 0, 1_000_000, "qualityMicros");
    }
}
