package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * What one endorser's chaincode says of itself, as {@code endorser:Status} answers. Never on the ledger, different at every
 * endorser, and a claim: an enterprise that altered its chaincode can alter this too. It shows mistakes (another package, an
 * old jar, a wrong clock), not malice.
 *
 * @param schema version of this form, 1
 * @param packageId the package it runs as, {@code label:hash}; absent where there is no package (embedded network)
 * @param codeSha256 digest over its jars: SHA-256 of the lines {@code sha256  name} in the order of the names; absent where
 *     the code was not measured
 * @param code how far that is the code of the package
 * @param rules version of the rules it judges by
 * @param clockMillis its clock, milliseconds since 1970
 * @param uptimeMillis since it was started
 * @param verdicts verdicts it remembers
 */
public record EndorserStatus(
        int schema,
        String packageId,
        String codeSha256,
        CodeCheck code,
        int rules,
        long clockMillis,
        long uptimeMillis,
        long verdicts) {
    /** How far an endorser's code was compared with its package. */
    public enum CodeCheck {
        /** Its jars are those that the package lists, and the package is the one its peer was told of. */
        PACKAGE,
        /** The peer built it from the package itself. */
        BUILT_BY_PEER,
        /** Not at all. */
        NONE
    }

    /** Checks the parts. */
    public EndorserStatus {
        Checks.inRange(schema, 1, 1, "schema of an endorser's status");
        Checks.present(code, "code");
        if (codeSha256 != null) {
            Names.requireDigest(codeSha256, "codeSha256");
        }
        Checks.require(
                code == CodeCheck.NONE || packageId != null,
                "packageId must be given where the code was compared with it",
                code);
        Checks.inRange(rules, 1, Integer.MAX_VALUE, "rules");
        Checks.inRange(uptimeMillis, 0, Long.MAX_VALUE, "uptimeMillis");
        Checks.inRange(verdicts, 0, Integer.MAX_VALUE, "verdicts");
    }
}
