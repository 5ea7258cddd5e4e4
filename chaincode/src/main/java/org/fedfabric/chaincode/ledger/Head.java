package org.fedfabric.chaincode.ledger;

import org.fedfabric.protocol.canonical.Checks;

/**
 * Which version of a task is the newest. Apart from the task's record, so that Advance moves it without touching what
 * Submit reads.
 *
 * @param schema version of this record's form, 1
 * @param version the newest
 */
public record Head(int schema, long version) {
    /** Checks the ranges. */
    public Head {
        Checks.inRange(schema, 1, 1, "schema of a head");
        Checks.inRange(version, 0, 1L << 40, "version");
    }

    /** The head in the current form. */
    public static Head at(long version) {
        return new Head(1, version);
    }
}
