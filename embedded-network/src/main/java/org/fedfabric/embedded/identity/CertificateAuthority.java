package org.fedfabric.embedded.identity;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;

/**
 * A self-signed authority that issues P-256 certificates.
 *
 * <p>Its signatures are low-S: Fabric's Go MSP rewrites a certificate whose signature is not, and the same user would
 * then have two different identities depending on which client sent the transaction.
 */
final class CertificateAuthority {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Long enough for any development network, short of the year 2050 where X.509 changes its time format. */
    static final Duration LIFETIME = Duration.ofDays(3650);

    /** Certificates are valid a little before they are made, for machines whose clocks are behind. */
    private static final Duration BACKDATE = Duration.ofMinutes(5);

    private final KeyPair keys;
    private final X509CertificateHolder certificate;

    private CertificateAuthority(KeyPair keys, X509CertificateHolder certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    static CertificateAuthority create(String organization, String commonName) {
        KeyPair keys = KeyPair.generate();
        X500Name name = name(organization, null, commonName);
        try {
            X509v3CertificateBuilder builder = builder(
                            name, name, keys, Instant.now().plus(LIFETIME))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new BcX509ExtensionUtils().createSubjectKeyIdentifier(keys.publicKeyInfo()));
            return new CertificateAuthority(keys, builder.build(new LowSContentSigner(keys)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CertificateAuthority fromPem(String certificatePem, String privateKeyPem) {
        try {
            return new CertificateAuthority(
                    KeyPair.signingOnly(privateKeyPem),
                    new X509CertificateHolder(Pem.decode(certificatePem, "CERTIFICATE")));
        } catch (IOException e) {
            throw new UncheckedIOException("an authority's certificate must be X.509 PEM", e);
        }
    }

    /** An enrolment certificate (PEM) for a member with that role. */
    String issueMember(String organization, String commonName, Role role, KeyPair subject, Instant notAfter) {
        try {
            X509v3CertificateBuilder builder = leaf(
                            name(organization, role.organizationalUnit(), commonName), subject, notAfter)
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            return pem(builder.build(new LowSContentSigner(keys)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A TLS certificate (PEM) for a server on this machine's loopback address. */
    String issueTlsServer(String organization, String commonName, KeyPair subject) {
        try {
            X509v3CertificateBuilder builder = leaf(
                            name(organization, null, commonName),
                            subject,
                            Instant.now().plus(LIFETIME))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                        new GeneralName(GeneralName.dNSName, "localhost"),
                        new GeneralName(GeneralName.dNSName, commonName),
                        new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                    }));
            return pem(builder.build(new LowSContentSigner(keys)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String certificatePem() {
        return pem(certificate);
    }

    String privateKeyPem() {
        return keys.privateKeyPem();
    }

    private X509v3CertificateBuilder leaf(X500Name subjectName, KeyPair subject, Instant notAfter) throws IOException {
        return builder(certificate.getSubject(), subjectName, subject, notAfter)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        new BcX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subjectName, KeyPair subject, Instant notAfter) {
        return new X509v3CertificateBuilder(
                issuer,
                new BigInteger(127, RANDOM),
                Date.from(Instant.now().minus(BACKDATE)),
                Date.from(notAfter),
                subjectName,
                subject.publicKeyInfo());
    }

    private static X500Name name(String organization, String unit, String commonName) {
        X500NameBuilder builder = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, organization);
        if (unit != null) {
            builder.addRDN(BCStyle.OU, unit);
        }
        return builder.addRDN(BCStyle.CN, commonName).build();
    }

    private static String pem(X509CertificateHolder holder) {
        try {
            return Pem.encode("CERTIFICATE", holder.getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Collects the bytes to be signed and signs them in one piece. */
    private static final class LowSContentSigner implements ContentSigner {
        private final KeyPair keys;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        LowSContentSigner(KeyPair keys) {
            this.keys = keys;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            return keys.sign(content.toByteArray());
        }
    }
}
