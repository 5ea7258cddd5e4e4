package org.fedfabric.telemetry.metrics;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that issues P-256 certificates for 127.0.0.1, as files. */
final class TestAuthority {
    private final Path folder;
    private final X500Name name;
    private final KeyPair keys;
    private final Path certificate;

    TestAuthority(Path folder, String name) throws Exception {
        this.folder = folder;
        this.name = new X500Name("CN=" + name);
        this.keys = keyPair();
        this.certificate = write(name + "-ca.pem", "CERTIFICATE", certify(this.name, keys, true));
    }

    Path certificate() {
        return certificate;
    }

    TlsFiles issue(String subject) throws Exception {
        KeyPair own = keyPair();
        String file = name.toString().substring(3) + "-" + subject;
        return new TlsFiles(
                write(file + ".pem", "CERTIFICATE", certify(new X500Name("CN=" + subject), own, false)),
                write(file + ".key", "PRIVATE KEY", own.getPrivate().getEncoded()),
                certificate);
    }

    private byte[] certify(X500Name subject, KeyPair subjectKeys, boolean authority) throws Exception {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.valueOf(now.toEpochMilli()),
                        Date.from(now.minusSeconds(60)),
                        Date.from(now.plusSeconds(3_600)),
                        subject,
                        subjectKeys.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
    }

    private Path write(String file, String type, byte[] content) throws Exception {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                folder.resolve(file), "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
    }

    private static KeyPair keyPair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
