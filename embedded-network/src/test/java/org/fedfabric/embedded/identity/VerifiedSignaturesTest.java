package org.fedfabric.embedded.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedSignaturesTest {
    private static final ByteString SIGNER = ByteString.copyFromUtf8("a");
    private static final byte[] DIGEST = EcdsaP256.sha256("message".getBytes(StandardCharsets.UTF_8));
    private static final byte[] OTHER_DIGEST = EcdsaP256.sha256("massage".getBytes(StandardCharsets.UTF_8));

    private final VerifiedSignatures verified = new VerifiedSignatures();
    private ECPublicKeyParameters key;
    private ECPublicKeyParameters otherKey;
    private ByteString signature;

    @TempDir
    Path directory;

    @BeforeEach
    void sign() throws Exception {
        KeyPair keys = KeyPair.generate();
        key = (ECPublicKeyParameters) PublicKeyFactory.createKey(keys.publicKeyInfo());
        otherKey = (ECPublicKeyParameters)
                PublicKeyFactory.createKey(KeyPair.generate().publicKeyInfo());
        signature = ByteString.copyFrom(keys.signDigest(DIGEST));
    }

    @Test
    void a_wrong_signature_is_wrong_however_often_it_is_asked_about() {
        assertThat(verified.verify(SIGNER, otherKey, DIGEST, signature)).isFalse();
        assertThat(verified.verify(SIGNER, otherKey, DIGEST, signature)).isFalse();
        assertThat(verified.verify(SIGNER, key, OTHER_DIGEST, signature)).isFalse();
    }

    @Test
    void what_is_remembered_holds_for_that_signer_message_and_signature_only() {
        assertThat(verified.verify(SIGNER, key, DIGEST, signature)).isTrue();

        assertThat(verified.verify(SIGNER, key, OTHER_DIGEST, signature)).isFalse();
        assertThat(verified.verify(SIGNER, key, DIGEST, signature.substring(1))).isFalse();
        assertThat(verified.verify(ByteString.copyFromUtf8("b"), otherKey, DIGEST, signature))
                .isFalse();
    }

    @Test
    void a_right_signature_is_checked_once() {
        verified.verify(SIGNER, key, DIGEST, signature);

        assertThat(verified.verify(SIGNER, otherKey, DIGEST, signature))
                .as("the key is not looked at again")
                .isTrue();
    }

    @Test
    void forgets_what_is_long_ago() {
        verified.made(SIGNER, DIGEST, signature);
        for (int i = 0; i < 2 * 4096; i++) {
            verified.made(SIGNER, OTHER_DIGEST, ByteString.copyFromUtf8("signature " + i));
        }

        assertThat(verified.verify(SIGNER, otherKey, DIGEST, signature)).isFalse();
    }

    @Test
    void a_node_whose_key_is_not_its_certificates_signs_nothing() throws Exception {
        OrganizationCrypto organization = OrganizationCrypto.openOrCreate(directory.resolve("a"), "AMSP", "a");
        String certificate = Files.readString(
                organization.user("node", Role.PEER).resolve(MspFolder.CERTIFICATE), StandardCharsets.UTF_8);
        SigningIdentity mismatched = new SigningIdentity("AMSP", certificate, KeyPair.generate());

        assertThatThrownBy(() -> mismatched.sign(ByteString.copyFromUtf8("message")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("AMSP");
    }
}
