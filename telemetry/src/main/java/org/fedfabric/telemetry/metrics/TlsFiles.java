package org.fedfabric.telemetry.metrics;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A server's TLS files, all PEM.
 *
 * @param certificate its certificate, with those of intermediate authorities after it
 * @param key its private key, PKCS#8, not encrypted
 * @param clientAuthority whoever connects must present a certificate issued by it
 */
public record TlsFiles(Path certificate, Path key, Path clientAuthority) {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /** The kinds of keys that Fabric's tools issue, then the rest that TLS knows. */
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

    /** Checks that all three are named. */
    public TlsFiles {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(clientAuthority, "clientAuthority");
    }

    /**
     * A context that shows the certificate and takes clients of the authority only.
     *
     * @throws IOException naming the file that cannot be read or is not what it must be
     */
    SSLContext context() throws IOException {
        try {
            char[] none = new char[0];
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, none);
            own.setKeyEntry(
                    "own", readKey(), none, readCertificates(certificate).toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, none);

            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, none);
            int number = 0;
            for (Certificate authority : readCertificates(clientAuthority)) {
                trusted.setCertificateEntry("authority-" + number++, authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);

            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "Certificate, key and client authority of the metrics endpoint must belong together: "
                            + e.getMessage() + ". Provided value: " + this,
                    e);
        }
    }

    private static Collection<? extends Certificate> readCertificates(Path file) throws IOException {
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException("The file must hold a PEM certificate. Provided value: " + file);
            }
            return certificates;
        } catch (GeneralSecurityException e) {
            throw new IOException("The file must hold PEM certificates. Provided value: " + file, e);
        }
    }

    /** The message says the file, never what is in it. */
    private PrivateKey readKey() throws IOException, GeneralSecurityException {
        Matcher pem = PKCS8.matcher(Files.readString(key, StandardCharsets.US_ASCII));
        if (pem.find()) {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            for (String algorithm : ALGORITHMS) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
                } catch (InvalidKeySpecException e) {
                    // Of another kind: the next is tried.
                    continue;
                }
            }
        }
        throw new IOException("The key must be an unencrypted PKCS#8 key in PEM (BEGIN PRIVATE KEY). Provided value: "
                + key + ". Convert another form with: openssl pkcs8 -topk8 -nodes");
    }
}
