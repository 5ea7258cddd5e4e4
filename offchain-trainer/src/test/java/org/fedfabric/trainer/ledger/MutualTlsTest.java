package org.fedfabric.trainer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.fedfabric.trainer.ledger.TestCrypto.Certified;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that ask for a certificate before they talk. */
@Timeout(60)
class MutualTlsTest {
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Deadlines DEADLINES = new Deadlines(STEP, STEP, STEP, STEP, STEP, STEP.multipliedBy(2));

    @TempDir
    Path folder;

    private ClientCertificate known;
    private FakePeer own;
    private FakePeer rival;
    private FakePeer third;

    @BeforeEach
    void start() throws Exception {
        known = written("known", TestCrypto.selfSigned("client"));
        own = new FakePeer(folder, "AMSP", known.certificate());
        rival = new FakePeer(folder, "BMSP", known.certificate());
        third = new FakePeer(folder, "CMSP", known.certificate());
    }

    @AfterEach
    void stop() {
        own.close();
        rival.close();
        third.close();
    }

    private ClientCertificate written(String name, Certified certified) throws Exception {
        return new ClientCertificate(
                Files.writeString(folder.resolve(name + ".pem"), certified.certificatePem()),
                Files.writeString(folder.resolve(name + ".key"), certified.keyPem()));
    }

    private LedgerConnections showing(ClientCertificate shown) {
        return LedgerConnections.to(
                new ConnectionProfile(
                        "enterprise-a",
                        "AMSP",
                        List.of(own.endpoint(), rival.endpoint(), third.endpoint()),
                        Optional.ofNullable(shown),
                        URI.create("http://127.0.0.1:5001"),
                        Optional.empty(),
                        List.of("federation"),
                        "fedfabric",
                        folder),
                DEADLINES);
    }

    private LedgerClient client(LedgerConnections connections) throws Exception {
        Path msp = TestCrypto.mspFolder(folder.resolve("msp"), TestCrypto.selfSigned("p1"));
        return connections.client(ClientIdentity.read(msp, "AMSP"), "federation");
    }

    @Test
    void are_shown_the_certificate_of_the_profile_by_every_gateway() throws Exception {
        try (LedgerConnections connections = showing(known)) {
            LedgerClient client = client(connections);
            assertThat(client.evaluate("round:Get")).isEqualTo("answer");
            own.stop();
            assertThat(client.submit("update:Submit").result()).isEqualTo("result");
            assertThat(rival.submitted).hasSize(1);
        }
    }

    @Test
    void refuse_a_client_that_shows_none_and_the_message_names_the_setting() throws Exception {
        try (LedgerConnections connections = showing(null)) {
            LedgerClient client = client(connections);
            assertThatThrownBy(() -> client.evaluate("round:Get"))
                    .isInstanceOf(EvaluationFailedException.class)
                    .hasMessageContaining("tls: {certificate, key}");
            assertThatThrownBy(() -> client.submit("update:Submit"))
                    .isInstanceOf(EndorsementFailedException.class)
                    .hasMessageContaining("tls: {certificate, key}");
            assertThat(own.endorsed).isEmpty();
        }
    }

    @Test
    void refuse_a_client_that_shows_a_strangers() throws Exception {
        try (LedgerConnections connections = showing(written("stranger", TestCrypto.selfSigned("stranger")))) {
            assertThatThrownBy(() -> client(connections).submit("update:Submit"))
                    .isInstanceOf(EndorsementFailedException.class);
            assertThat(own.endorsed).isEmpty();
        }
    }

    @Test
    void are_not_called_with_files_that_are_missing_or_do_not_belong_together() throws Exception {
        ClientCertificate missing = new ClientCertificate(known.certificate(), folder.resolve("none.key"));
        try (LedgerConnections connections = showing(missing)) {
            assertThatThrownBy(() -> client(connections).evaluate("round:Get"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("tls in the connection profile")
                    .hasMessageContaining("none.key");
        }
        ClientCertificate swapped = new ClientCertificate(known.key(), known.certificate());
        try (LedgerConnections connections = showing(swapped)) {
            assertThatThrownBy(() -> client(connections).evaluate("round:Get"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("unencrypted PKCS#8 key")
                    .hasMessageContaining(known.key().toString());
        }
    }
}
