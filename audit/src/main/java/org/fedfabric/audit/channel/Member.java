package org.fedfabric.audit.channel;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An identity as an organisation of the channel sees it.
 *
 * @param mspId the organisation
 * @param certificate the certificate
 * @param authority the authority that has signed it; null if none of the organisation's has
 * @param role what it is; null where the organisation does not tell its members apart or the certificate is not valid
 * @param namedAdmin whether the organisation's configuration names this very certificate as an administrator's
 * @param units organisational units in the certificate
 * @param defect why the certificate is not a valid member's; empty if it is one
 */
public record Member(
        String mspId,
        X509Certificate certificate,
        X509Certificate authority,
        Role role,
        boolean namedAdmin,
        List<String> units,
        Optional<String> defect) {
    /** Takes a copy of the units. */
    public Member {
        units = List.copyOf(units);
    }

    /** Whether the certificate is a valid member's. */
    public boolean isValid() {
        return defect.isEmpty();
    }

    /** Whether the certificate had run out, or was not yet to be used, at that time. */
    public boolean isOutOfTime(Instant time) {
        return time.isAfter(certificate.getNotAfter().toInstant())
                || time.isBefore(certificate.getNotBefore().toInstant());
    }

    /** Organisation and common name, for people. */
    @Override
    public String toString() {
        return mspId + " (" + certificate.getSubjectX500Principal().getName() + ")";
    }
}
