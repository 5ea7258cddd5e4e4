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
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.hyperledger.fabric.client.identity.Identities;

/** Certificates that sign themselves, or that an authority on disk signs. */
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

    /**
     * A member's, of the unit {@code client}, as an administrator can have one made for any name.
     *
     * @param authority PEM file with the authority's certificate
     * @param key PEM file with its key
     */
    public static Certified issued(String name, Path authority, Path key) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
        KeyPair keys = generator.generateKeyPair();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                Identities.readX509Certificate(Files.readString(authority)),
                BigInteger.valueOf(System.nanoTime()),
                Date.from(Instant.now().minusSeconds(60)),
                Date.from(Instant.now().plusSeconds(30 * 86_400)),
                new X500Principal("CN=" + name + ",OU=client"),
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        return new Certified(
                keys,
                new JcaX509CertificateConverter()
                        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                                .build(Identities.readPrivateKey(Files.readString(key))))));
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
