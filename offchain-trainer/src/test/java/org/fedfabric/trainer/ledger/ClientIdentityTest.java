package org.fedfabric.trainer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.trainer.ledger.TestCrypto.Certified;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientIdentityTest {
    @TempDir
    Path folder;

    @Test
    void refuses_a_folder_without_a_key() throws Exception {
        Path msp = TestCrypto.mspFolder(folder, TestCrypto.selfSigned("p1"));
        Files.delete(msp.resolve("keystore/priv_sk"));
        assertThatThrownBy(() -> ClientIdentity.read(msp, "AMSP"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exactly one private key")
                .hasMessageContaining("0 files");
    }

    @Test
    void refuses_a_key_in_another_form() throws Exception {
        Path msp = TestCrypto.mspFolder(folder, TestCrypto.selfSigned("p1"));
        Files.writeString(msp.resolve("keystore/priv_sk"), "not a key");
        assertThatThrownBy(() -> ClientIdentity.read(msp, "AMSP"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("PKCS#8")
                .hasMessageContaining("priv_sk");
    }

    @Test
    void signs_in_the_lower_half_and_the_same_each_time() throws Exception {
        Certified certified = TestCrypto.selfSigned("p1");
        ClientIdentity identity = ClientIdentity.read(TestCrypto.mspFolder(folder, certified), "AMSP");
        BigInteger order = ((ECPublicKey) certified.certificate().getPublicKey())
                .getParams()
                .getOrder();
        for (int i = 0; i < 40; i++) {
            byte[] message = ("message " + i).getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(message);
            byte[] signature = identity.signer().sign(digest);
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(certified.certificate());
            verifier.update(message);
            assertThat(verifier.verify(signature)).isTrue();
            assertThat(StandardDSAEncoding.INSTANCE.decode(order, signature)[1])
                    .isLessThanOrEqualTo(order.shiftRight(1));
            assertThat(identity.signer().sign(digest)).isEqualTo(signature);
        }
    }

    @Test
    void has_the_fingerprint_of_its_enterprise_and_key() throws Exception {
        Certified certified = TestCrypto.selfSigned("p1");
        ClientIdentity identity = ClientIdentity.read(TestCrypto.mspFolder(folder, certified), "AMSP");
        byte[] key = certified.certificate().getPublicKey().getEncoded();
        assertThat(identity.fingerprint()).isEqualTo(Digests.sha256Hex("AMSP".getBytes(StandardCharsets.UTF_8), key));
    }
}
