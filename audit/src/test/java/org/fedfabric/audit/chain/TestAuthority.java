package org.fedfabric.audit.chain;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of one organisation, for tests. */
final class TestAuthority {
    static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant END = Instant.parse("2036-01-01T00:00:00Z");

    private final String mspId;
    private final X500Name name;
    private final KeyPair keys = newKeys();
    private final String pem;
    private long serial;

    TestAuthority(String mspId) {
        this.mspId = mspId;
        this.name = new X500Name("CN=ca." + mspId + ",O=" + mspId);
        this.pem = certificate(name, keys, true, END);
    }

    String mspId() {
        return mspId;
    }

    String pem() {
        return pem;
    }

    TestIdentity issue(String unit) {
        return issue(unit, END);
    }

    TestIdentity issue(String unit, Instant notAfter) {
        KeyPair subject = newKeys();
        X500Name subjectName = new X500Name("CN=" + unit + serial + ",OU=" + unit + ",O=" + mspId);
        return new TestIdentity(
                mspId, certificate(subjectName, subject, false, notAfter), subject.getPrivate(), serial);
    }

    /** A list that revokes one identity. */
    String revoking(TestIdentity identity) {
        X509v2CRLBuilder list = new X509v2CRLBuilder(name, Date.from(BEGINNING));
        list.addCRLEntry(BigInteger.valueOf(identity.serial()), Date.from(BEGINNING), 0);
        try {
            X509CRLHolder signed = list.build(signer());
            return written(signed);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private String certificate(X500Name subject, KeyPair subjectKeys, boolean authority, Instant notAfter) {
        try {
            serial++;
            X509CertificateHolder made;
            do {
                made = new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.valueOf(serial),
                                Date.from(BEGINNING),
                                Date.from(notAfter),
                                subject,
                                subjectKeys.getPublic())
                        .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                        .build(signer());
                // Fabric's authorities sign in the lower of two forms, which comes every second time.
            } while (!TestIdentity.isLow(made.getSignature()));
            return written(made);
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private ContentSigner signer() throws OperatorCreationException {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    }

    private static String written(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
