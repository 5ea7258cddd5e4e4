package org.fedfabric.audit.channel;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** Reads certificates and revocation lists, and tells who has signed which. */
final class Certificates {
    private Certificates() {}

    static X509Certificate read(byte[] pem) throws UntrustedException {
        try {
            return (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(pem));
        } catch (CertificateException e) {
            throw new UntrustedException("the certificate cannot be read: " + e.getMessage());
        }
    }

    static X509CRL readRevocations(byte[] pem) throws UntrustedException {
        try {
            return (X509CRL) factory().generateCRL(new ByteArrayInputStream(pem));
        } catch (GeneralSecurityException e) {
            throw new UntrustedException("the revocation list cannot be read: " + e.getMessage());
        }
    }

    private static CertificateFactory factory() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }

    /** Whether the certificate is an authority's: only those may sign others. */
    static boolean isAuthority(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0;
    }

    static boolean isSignedBy(X509Certificate certificate, X509Certificate authority) {
        boolean[] usage = authority.getKeyUsage();
        // Bit 5 is keyCertSign; a certificate without the extension may do everything.
        if (!isAuthority(authority)
                || (usage != null && !usage[5])
                || !certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
            return false;
        }
        return isSignedBy(certificate, authority.getPublicKey());
    }

    private static boolean isSignedBy(X509Certificate certificate, PublicKey key) {
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Whether the list is the authority's and names the certificate. When it says from, does not matter: as in Fabric. */
    static boolean isRevoked(X509Certificate certificate, X509Certificate authority, X509CRL list) {
        if (!list.getIssuerX500Principal().equals(authority.getSubjectX500Principal())
                || list.getRevokedCertificate(certificate.getSerialNumber()) == null) {
            return false;
        }
        try {
            list.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The organisational units of the subject. */
    static List<String> units(X509Certificate certificate) {
        List<String> units = new ArrayList<>();
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        for (RDN part : subject.getRDNs(BCStyle.OU)) {
            units.add(IETFUtils.valueToString(part.getFirst().getValue()));
        }
        return units;
    }
}
