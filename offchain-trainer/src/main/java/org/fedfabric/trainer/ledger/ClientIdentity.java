package org.fedfabric.trainer.ledger;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.openssl.PEMParser;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.canonical.Names;
import org.hyperledger.fabric.client.identity.Signer;
import org.hyperledger.fabric.client.identity.X509Identity;

/**
 * A certificate of an enterprise and the key behind it. The key leaves this object as signatures only. A renewed
 * certificate for the same key is taken up while this is in use.
 *
 * <p>Equal by identity of the object: two readings of one folder are two identities to the connections they use.
 */
public final class ClientIdentity {
    private final String mspId;
    private final RenewableCertificate certificate;
    private final Signer signer;
    private X509Identity x509;

    private ClientIdentity(String mspId, RenewableCertificate certificate, Signer signer) {
        this.mspId = mspId;
        this.certificate = certificate;
        this.signer = signer;
        this.x509 = new X509Identity(mspId, certificate.current());
    }

    /**
     * Reads an MSP folder: the one certificate in {@code signcerts/}, the one PKCS#8 key over P-256 in
     * {@code keystore/}.
     *
     * @param mspFolder the folder, as cryptogen, fabric-ca or the embedded network writes it
     * @param mspId the enterprise it belongs to
     * @throws IOException when a file is missing or is not what it should be, with the file's name
     */
    public static ClientIdentity read(Path mspFolder, String mspId) throws IOException {
        Names.requireMspId(mspId, "mspId");
        Path certFile = onlyFile(mspFolder.resolve("signcerts"), "certificate");
        Path keyFile = onlyFile(mspFolder.resolve("keystore"), "private key");
        return new ClientIdentity(mspId, new RenewableCertificate(certFile, Clock.systemUTC()), readKey(keyFile));
    }

    private static Signer readKey(Path keyFile) throws IOException {
        try (Reader text = new StringReader(Files.readString(keyFile, StandardCharsets.UTF_8));
                PEMParser pem = new PEMParser(text)) {
            if (pem.readObject() instanceof PrivateKeyInfo info && isP256(info)) {
                AsymmetricKeyParameter key = PrivateKeyFactory.createKey(info);
                return new LowSSigner(((ECPrivateKeyParameters) key).getD());
            }
        }
        throw new IOException("A private key must be an unencrypted PKCS#8 key (BEGIN PRIVATE KEY) over P-256. "
                + "Provided value: " + keyFile);
    }

    private static boolean isP256(PrivateKeyInfo info) {
        return X9ObjectIdentifiers.id_ecPublicKey.equals(
                        info.getPrivateKeyAlgorithm().getAlgorithm())
                && SECObjectIdentifiers.secp256r1.equals(
                        info.getPrivateKeyAlgorithm().getParameters());
    }

    private static Path onlyFile(Path folder, String what) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.filter(Files::isRegularFile).sorted().toList();
            if (files.size() != 1) {
                throw new IOException("There must be exactly one " + what + " in " + folder + ". Provided value: "
                        + files.size() + " files");
            }
            return files.get(0);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "An identity must have a " + what + " in " + folder
                            + ". Provided value: no such folder. Ask the enterprise's administrator for one.",
                    e);
        }
    }

    /** The enterprise. */
    public String mspId() {
        return mspId;
    }

    /** What {@code participant:Enroll} and {@code participant:Bind} take: SHA-256(mspId ‖ SubjectPublicKeyInfo). */
    public String fingerprint() {
        return Digests.sha256Hex(
                mspId.getBytes(StandardCharsets.UTF_8),
                certificate.current().getPublicKey().getEncoded());
    }

    /** The certificate's subject, for people. */
    public String subject() {
        return certificate.current().getSubjectX500Principal().getName();
    }

    /** Until when the certificate is valid and what to do about it, for people. */
    String advice() {
        return certificate.advice();
    }

    /** The same object until a renewed certificate lies in the folder. */
    synchronized X509Identity x509() {
        X509Certificate current = certificate.current();
        if (!current.equals(x509.getCertificate())) {
            x509 = new X509Identity(mspId, current);
        }
        return x509;
    }

    Signer signer() {
        return signer;
    }
}
