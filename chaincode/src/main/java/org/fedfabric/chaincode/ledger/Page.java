package org.fedfabric.chaincode.ledger;

import java.util.List;

/**
 * Part of a list, as queries answer it.
 *
 * @param <T> what is listed
 * @param items in order
 * @param bookmark what to pass to get the next part; empty after the last
 */
public record Page<T>(List<T> items, String bookmark) {
    /** A list that is complete. */
    public static <T> Page<T> whole(List<T> items) {
        return new Page<>(items, "");
    }
}
