package org.fedfabric.chaincode;

import org.fedfabric.protocol.ledger.EndorserStatus.CodeCheck;

/**
 * Which code this process runs, as far as its start could tell.
 *
 * @param packageId the package it runs as; null where there is none
 * @param codeSha256 digest over its jars; null where they were not measured
 * @param check how far the two belong together
 */
public record CodeIdentity(String packageId, String codeSha256, CodeCheck check) {
    /** Code that nobody packaged: in tests and in the embedded network. */
    public static CodeIdentity unknown() {
        return new CodeIdentity(null, null, CodeCheck.NONE);
    }
}
