package org.fedfabric.protocol.ledger;

import java.nio.charset.StandardCharsets;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.canonical.Names;

/**
 * A public key that acts for a participant. The fingerprint is SHA-256(mspId ‖ SubjectPublicKeyInfo in DER): a
 * certificate's own hash would let renewal or a re-encoded signature whitewash a reputation (protocol.md §1).
 *
 * @param schema version of this record's form, 1
 * @param fingerprint 64 hexadecimal digits
 * @param participantId for whom the key acts
 */
public record CertificateBinding(int schema, String fingerprint, String participantId) {
    /** Checks the parts. */
    public CertificateBinding {
        Checks.inRange(schema, 1, 1, "schema of a certificate binding");
        Names.requireDigest(fingerprint, "fingerprint");
        Names.requireParticipantId(participantId, "participant id");
    }

    /**
     * The fingerprint of a public key: SHA-256(UTF-8 of the MSP id ‖ SubjectPublicKeyInfo).
     *
     * @param mspId the enterprise that issued the certificate
     * @param subjectPublicKeyInfo the key in DER, as {@code PublicKey.getEncoded()} gives it
     */
    public static String fingerprint(String mspId, byte[] subjectPublicKeyInfo) {
        return Digests.sha256Hex(mspId.getBytes(StandardCharsets.UTF_8), subjectPublicKeyInfo);
    }
}
