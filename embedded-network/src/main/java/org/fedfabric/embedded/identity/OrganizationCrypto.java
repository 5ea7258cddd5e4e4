package org.fedfabric.embedded.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The key material of one organisation on disk, made on first use and read back afterwards.
 *
 * <pre>
 * ca/{ca-cert.pem,priv_sk}                     who may enrol members
 * tlsca/{tlsca-cert.pem,priv_sk}               who may open TLS endpoints
 * msp/{cacerts,tlscacerts,config.yaml}         what others need to verify this organisation
 * peers/peer0/{msp,tls}                        its endorser (or orderer)
 * users/NAME/msp                               its people and programs
 * </pre>
 */
public final class OrganizationCrypto {
    private final Path directory;
    private final String mspId;
    private final String organization;
    private final CertificateAuthority enrolment;
    private final CertificateAuthority tls;

    private OrganizationCrypto(
            Path directory,
            String mspId,
            String organization,
            CertificateAuthority enrolment,
            CertificateAuthority tls) {
        this.directory = directory;
        this.mspId = mspId;
        this.organization = organization;
        this.enrolment = enrolment;
        this.tls = tls;
    }

    /**
     * The organisation's authorities in that folder; made if they are not there yet.
     *
     * @param directory the organisation's folder, for example {@code STATE/crypto/enterprise-a}
     * @param mspId its MSP id, for example {@code EnterpriseAMSP}
     * @param organization its name in certificates, for example {@code enterprise-a}
     */
    public static OrganizationCrypto openOrCreate(Path directory, String mspId, String organization)
            throws IOException {
        CertificateAuthority enrolment =
                authority(directory.resolve("ca"), "ca-cert.pem", organization, "ca." + organization);
        CertificateAuthority tls =
                authority(directory.resolve("tlsca"), "tlsca-cert.pem", organization, "tlsca." + organization);
        OrganizationCrypto crypto = new OrganizationCrypto(directory, mspId, organization, enrolment, tls);
        MspFolder.createIfAbsent(directory.resolve("msp"), crypto::writeVerifyingFiles);
        return crypto;
    }

    /** Whether an organisation's authorities exist in that folder. */
    public static boolean exists(Path directory) {
        return Files.isDirectory(directory.resolve("msp"));
    }

    /** The organisation's MSP id. */
    public String mspId() {
        return mspId;
    }

    /** The enrolment authority's certificate (PEM). */
    public String enrolmentAuthorityPem() {
        return enrolment.certificatePem();
    }

    /** The TLS authority's certificate (PEM). */
    public String tlsAuthorityPem() {
        return tls.certificatePem();
    }

    /** The TLS authority's certificate file, which clients pass as trusted root. */
    public Path tlsAuthorityFile() {
        return directory.resolve("tlsca").resolve("tlsca-cert.pem");
    }

    /** The endorser (or orderer) of this organisation, made on first use. */
    public SigningIdentity node(Role role) throws IOException {
        Path msp = directory.resolve("peers/peer0/msp");
        ensureMember(msp, "peer0." + organization, role, Instant.now().plus(CertificateAuthority.LIFETIME));
        return new SigningIdentity(
                mspId,
                Files.readString(msp.resolve(MspFolder.CERTIFICATE)),
                KeyPair.signingOnly(Files.readString(msp.resolve(MspFolder.PRIVATE_KEY))));
    }

    /** The TLS key and certificate of this organisation's endpoint, made on first use. */
    public TlsKeyManager tlsServer() throws IOException {
        Path folder = directory.resolve("peers/peer0/tls");
        MspFolder.createIfAbsent(folder, staging -> {
            KeyPair keys = KeyPair.generate();
            MspFolder.writePrivate(staging.resolve("server.key"), keys.privateKeyPem());
            Files.writeString(
                    staging.resolve("server.crt"), tls.issueTlsServer(organization, "peer0." + organization, keys));
            Files.writeString(staging.resolve("ca.crt"), tls.certificatePem());
        });
        return TlsKeyManager.read(folder.resolve("server.crt"), folder.resolve("server.key"));
    }

    /**
     * Makes a user's MSP folder unless it is there; the same name always keeps its key.
     *
     * @return the folder {@code users/NAME/msp}
     */
    public Path user(String name, Role role) throws IOException {
        return user(name, role, Instant.now().plus(CertificateAuthority.LIFETIME));
    }

    /** As {@link #user(String, Role)}, with an end of validity of the caller's choice. */
    public Path user(String name, Role role, Instant notAfter) throws IOException {
        Path msp = usersDirectory().resolve(name).resolve("msp");
        ensureMember(msp, name + "@" + organization, role, notAfter);
        return msp;
    }

    /**
     * Issues a user a new certificate for the key it has, in the place of the old one: it is the same signer to every
     * ledger, which knows keys and not certificates.
     *
     * @return the folder {@code users/NAME/msp}
     * @throws IOException if there is no such user
     */
    public Path renew(String name, Role role, Instant notAfter) throws IOException {
        Path msp = usersDirectory().resolve(name).resolve("msp");
        KeyPair keys = KeyPair.whole(Files.readString(msp.resolve(MspFolder.PRIVATE_KEY)));
        MspFolder.replace(
                msp.resolve(MspFolder.CERTIFICATE),
                enrolment.issueMember(organization, name + "@" + organization, role, keys, notAfter));
        return msp;
    }

    /** The folder that holds one sub-folder per user. */
    public Path usersDirectory() {
        return directory.resolve("users");
    }

    private void ensureMember(Path msp, String commonName, Role role, Instant notAfter) throws IOException {
        MspFolder.createIfAbsent(msp, staging -> {
            KeyPair keys = KeyPair.generate();
            writeVerifyingFiles(staging);
            MspFolder.writePrivate(staging.resolve(MspFolder.PRIVATE_KEY), keys.privateKeyPem());
            Path certificate = staging.resolve(MspFolder.CERTIFICATE);
            Files.createDirectories(certificate.getParent());
            Files.writeString(certificate, enrolment.issueMember(organization, commonName, role, keys, notAfter));
        });
    }

    private void writeVerifyingFiles(Path msp) throws IOException {
        MspFolder.writeVerifyingFiles(msp, enrolment.certificatePem(), tls.certificatePem());
    }

    private static CertificateAuthority authority(
            Path folder, String certificateFile, String organization, String commonName) throws IOException {
        MspFolder.createIfAbsent(folder, staging -> {
            CertificateAuthority authority = CertificateAuthority.create(organization, commonName);
            MspFolder.writePrivate(staging.resolve("priv_sk"), authority.privateKeyPem());
            Files.writeString(staging.resolve(certificateFile), authority.certificatePem());
        });
        return CertificateAuthority.fromPem(
                Files.readString(folder.resolve(certificateFile)), Files.readString(folder.resolve("priv_sk")));
    }
}
