package org.fedfabric.trainer.ledger;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.hyperledger.fabric.client.identity.Identities;

/** Certificates that sign themselves. */
public final class TestCrypto {
    private TestCrypto() {}

    /** A key pair and its certificate. */
    public record Certified(KeyPair keys, X509Certificate certificate) {
        String certificatePem() {
            return Identities.toPemString(certificate);
        }

        String keyPem() {
            return Identities.toPemString(keys.getPrivate());
        }
    }

    /** A new one. */
    public static Certified selfSigned(String name) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
        Instant now = Instant.now();
        return selfSigned(name, generator.generateKeyPair(), now.minusSeconds(300), now.plusSeconds(3_600));
    }

    /** A certificate for a key, valid in that time. */
    public static Certified selfSigned(String name, KeyPair keys, Instant notBefore, Instant notAfter)
            throws Exception {
        X500Name subject = new X500Name("CN=" + name);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                BigInteger.valueOf(System.nanoTime()),
                Date.from(notBefore),
                Date.from(notAfter),
                subject,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        return new Certified(
                keys,
                new JcaX509CertificateConverter()
                        .getCertificate(builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))));
    }

    /** Writes an MSP folder. */
    public static Path mspFolder(Path folder, Certified identity) throws IOException {
        Files.createDirectories(folder.resolve("signcerts"));
        Files.createDirectories(folder.resolve("keystore"));
        Files.writeString(folder.resolve("signcerts/cert.pem"), identity.certificatePem());
        Files.writeString(folder.resolve("keystore/priv_sk"), identity.keyPem());
        return folder;
    }
}
