package org.fedfabric.embedded.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The one key and certificate of a TLS server. Given directly to the TLS library it spares every start a key store, whose
 * password-based encryption costs more than all the rest of the library's set-up.
 */
public final class TlsKeyManager extends X509ExtendedKeyManager {
    private static final String ALIAS = "server";

    private final X509Certificate[] chain;
    private final PrivateKey privateKey;

    private TlsKeyManager(X509Certificate certificate, PrivateKey privateKey) {
        this.chain = new X509Certificate[] {certificate};
        this.privateKey = privateKey;
    }

    static TlsKeyManager read(Path certificateFile, Path privateKeyFile) throws IOException {
        try {
            byte[] certificate = Pem.decode(Files.readString(certificateFile), "CERTIFICATE");
            byte[] key = Pem.decode(Files.readString(privateKeyFile), "PRIVATE KEY");
            return new TlsKeyManager(
                    (X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(certificate)),
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)));
        } catch (GeneralSecurityException e) {
            throw new IOException("The TLS files of " + certificateFile.getParent() + " cannot be read: " + e, e);
        }
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return aliasFor(keyType);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return aliasFor(keyType);
    }

    /** Key types are named EC or, by older rules, after the certificate's signature: EC_EC. */
    private static String aliasFor(String keyType) {
        return keyType.startsWith("EC") ? ALIAS : null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return Arrays.copyOf(chain, chain.length);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return privateKey;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
