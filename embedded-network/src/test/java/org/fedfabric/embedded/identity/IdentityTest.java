package org.fedfabric.embedded.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    private static final BigInteger ORDER = EcdsaP256.DOMAIN.getN();

    @TempDir
    static Path directory;

    private static OrganizationCrypto organization;
    private static MembershipRegistry members;

    @BeforeAll
    static void create() throws Exception {
        organization = OrganizationCrypto.openOrCreate(directory.resolve("a"), "AMSP", "a");
        members = new MembershipRegistry(Map.of("AMSP", organization.enrolmentAuthorityPem()));
    }

    @RepeatedTest(8) // without the rule a signature is high-S with probability 1/2
    void signs_and_verifies_low_s_only() throws Exception {
        KeyPair keys = KeyPair.generate();
        byte[] message = keys.privateKeyPem().getBytes();
        byte[] signature = keys.sign(message);
        ECPublicKeyParameters publicKey = (ECPublicKeyParameters) PublicKeyFactory.createKey(keys.publicKeyInfo());
        BigInteger[] parts = StandardDSAEncoding.INSTANCE.decode(ORDER, signature);

        assertThat(parts[1]).isLessThanOrEqualTo(ORDER.shiftRight(1));
        assertThat(EcdsaP256.verify(publicKey, message, signature)).isTrue();
        byte[] twin = StandardDSAEncoding.INSTANCE.encode(ORDER, parts[0], ORDER.subtract(parts[1]));
        assertThat(EcdsaP256.verify(publicKey, message, twin)).isFalse();
        assertThat(EcdsaP256.verify(publicKey, new byte[] {1}, signature)).isFalse();
        assertThat(EcdsaP256.verify(publicKey, message, new byte[] {1, 2})).isFalse();
    }

    @RepeatedTest(4)
    void certificates_are_low_s_too() throws Exception {
        Path msp = organization.user("user" + System.nanoTime(), Role.CLIENT);
        X509CertificateHolder certificate = new X509CertificateHolder(
                Pem.decode(Files.readString(msp.resolve(MspFolder.CERTIFICATE)), "CERTIFICATE"));

        assertThat(StandardDSAEncoding.INSTANCE.decode(ORDER, certificate.getSignature())[1])
                .isLessThanOrEqualTo(ORDER.shiftRight(1));
    }

    @Test
    void recognises_members_by_role_and_refuses_strangers() throws Exception {
        assertThat(members.deserialize(identity("AMSP", organization.user("admin", Role.ADMIN)))
                        .role())
                .isEqualTo(Role.ADMIN);
        OrganizationCrypto impostor = OrganizationCrypto.openOrCreate(directory.resolve("fake"), "AMSP", "a");
        ByteString forged = identity("AMSP", impostor.user("admin", Role.ADMIN));
        assertThatThrownBy(() -> members.deserialize(forged)).hasMessageContaining("not issued by AMSP");
        ByteString elsewhere = identity("BMSP", organization.user("admin", Role.ADMIN));
        assertThatThrownBy(() -> members.deserialize(elsewhere)).hasMessageContaining("BMSP is unknown");
        assertThatThrownBy(() -> members.deserialize(ByteString.copyFromUtf8("no message")))
                .isInstanceOf(UnknownIdentityException.class);
    }

    @Test
    void an_identity_is_valid_for_its_time_only() throws Exception {
        Instant end = Instant.now().plus(Duration.ofHours(1));
        MemberIdentity member = members.deserialize(identity("AMSP", organization.user("brief", Role.CLIENT, end)));

        assertThat(member.isValidAt(Instant.now())).isTrue();
        assertThat(member.isValidAt(end.plusSeconds(2))).isFalse();
        assertThat(member.isValidAt(Instant.now().minus(Duration.ofHours(1)))).isFalse();
    }

    @Test
    void a_renewed_certificate_has_the_same_key_and_a_new_end() throws Exception {
        Path msp = organization.user("renewed", Role.CLIENT, Instant.now().minusSeconds(1));
        byte[] key = certificate(msp).getSubjectPublicKeyInfo().getEncoded();
        organization.renew("renewed", Role.CLIENT, Instant.now().plusSeconds(60));

        assertThat(certificate(msp).getSubjectPublicKeyInfo().getEncoded()).isEqualTo(key);
        assertThat(members.deserialize(identity("AMSP", msp)).isValidAt(Instant.now()))
                .isTrue();
        try (Stream<Path> files = Files.list(msp.resolve("signcerts"))) {
            assertThat(files).hasSize(1);
        }
    }

    private static X509CertificateHolder certificate(Path msp) throws Exception {
        return new X509CertificateHolder(
                Pem.decode(Files.readString(msp.resolve(MspFolder.CERTIFICATE)), "CERTIFICATE"));
    }

    @Test
    void private_keys_are_readable_by_their_owner_only() throws Exception {
        Path key = organization.user("p1", Role.CLIENT).resolve(MspFolder.PRIVATE_KEY);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_user_issued_twice_keeps_its_key() throws Exception {
        String first = Files.readString(organization.user("same", Role.CLIENT).resolve(MspFolder.PRIVATE_KEY));
        OrganizationCrypto reopened = OrganizationCrypto.openOrCreate(directory.resolve("a"), "AMSP", "a");

        assertThat(reopened.user("same", Role.CLIENT).resolve(MspFolder.PRIVATE_KEY))
                .hasContent(first);
        assertThat(reopened.enrolmentAuthorityPem()).isEqualTo(organization.enrolmentAuthorityPem());
    }

    private static ByteString identity(String mspId, Path msp) throws Exception {
        return SerializedIdentity.newBuilder()
                .setMspid(mspId)
                .setIdBytes(ByteString.copyFrom(Files.readAllBytes(msp.resolve(MspFolder.CERTIFICATE))))
                .build()
                .toByteString();
    }
}
