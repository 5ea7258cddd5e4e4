package org.fedfabric.chaincode.identity;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.fedfabric.protocol.ledger.CertificateBinding;

/**
 * The signer of a transaction. The peer has verified the signature and that the MSP issued the certificate.
 *
 * @param mspId the enterprise
 * @param fingerprint SHA-256(mspId ‖ SubjectPublicKeyInfo), 64 hexadecimal digits
 * @param admin whether the certificate's subject has the organisational unit {@code admin}
 */
public record Identity(String mspId, String fingerprint, boolean admin) {
    private static final String ADMIN_UNIT = "admin";

    /**
     * Reads an identity from an X.509 certificate.
     *
     * @param mspId the MSP that the transaction names
     * @param certificate its certificate, PEM or DER
     * @throws IllegalArgumentException if it is no certificate
     */
    public static Identity of(String mspId, byte[] certificate) {
        try {
            X509Certificate x509 = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
            return new Identity(
                    mspId,
                    CertificateBinding.fingerprint(mspId, x509.getPublicKey().getEncoded()),
                    hasAdminUnit(x509.getSubjectX500Principal().getName()));
        } catch (CertificateException | NamingException e) {
            throw new IllegalArgumentException(
                    "The transaction's creator must be an X.509 certificate of " + mspId + ": " + e.getMessage(), e);
        }
    }

    private static boolean hasAdminUnit(String distinguishedName) throws NamingException {
        for (Rdn rdn : new LdapName(distinguishedName).getRdns()) {
            // A relative name may hold several attributes, so the unit is looked up and not compared as text.
            Attribute unit = rdn.toAttributes().get("OU");
            if (unit != null && hasValue(unit)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasValue(Attribute unit) throws NamingException {
        NamingEnumeration<?> values = unit.getAll();
        while (values.hasMore()) {
            if (ADMIN_UNIT.equals(values.next())) {
                return true;
            }
        }
        return false;
    }
}
