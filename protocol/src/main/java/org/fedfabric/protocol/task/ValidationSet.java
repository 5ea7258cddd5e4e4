package org.fedfabric.protocol.task;

import org.fedfabric.protocol.canonical.Checks;

/**
 * The rows every endorser judges with. Taken from training data, never from a test set; every member can read them.
 *
 * @param cid address of the rows' byte form
 * @param lengthBytes its length
 * @param rows number of rows, 1 to 10,000
 */
public record ValidationSet(String cid, long lengthBytes, int rows) {
    /** Checks the ranges. */
    public ValidationSet {
        Checks.present(cid, "cid of the validation set");
        Checks.inRange(lengthBytes, 1, 64L << 20, "lengthBytes of the validation set");
        Checks.inRange(rows, 1, 10_000, "rows of the validation set");
    }
}
