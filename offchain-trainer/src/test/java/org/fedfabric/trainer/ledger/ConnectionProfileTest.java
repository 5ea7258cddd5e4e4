package org.fedfabric.trainer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionProfileTest {
    private static final String WHOLE = """
            schema: 1
            enterprise: enterprise-a
            mspId: EnterpriseAMSP
            gateways:
              - {address: "127.0.0.1:7051", mspId: EnterpriseAMSP, tlsCaCert: ../crypto/a.pem}
              - {address: "127.0.0.1:8051", mspId: EnterpriseBMSP, tlsCaCert: /etc/b.pem}
              - {address: "127.0.0.1:9051", mspId: EnterpriseCMSP, tlsCaCert: ../crypto/c.pem}
            contentStore: http://127.0.0.1:5001
            channels: [federation, enterprise-a]
            chaincode: fedfabric
            users: ../crypto/enterprise-a/users
            """;

    @TempDir
    Path folder;

    private ConnectionProfile read(String yaml) throws IOException {
        Path file = Files.createDirectories(folder.resolve("connection")).resolve("enterprise-a.yaml");
        return ConnectionProfile.read(Files.writeString(file, yaml));
    }

    @ParameterizedTest
    @CsvSource({
        "schema: 1, schema: 2, schema must be 1. Provided value: 2",
        "mspId: EnterpriseAMSP, mspId: EnterpriseBMSP, The first gateway must be the own enterprise's",
        "127.0.0.1:7051, 127.0.0.1, must have the form host:port. Provided value: 127.0.0.1",
        "chaincode: fedfabric, chaincodes: fedfabric, Provided value: chaincodes",
        "'channels: [federation, enterprise-a]', channels: federation, channels must be given as a list",
        "contentStore: http://127.0.0.1:5001, contentStore:, contentStore must be given",
        "gateways:, gateways: [, Connection profile",
        "'schema: 1', 'schema: 1\ntls: {certificate: a.pem}', key must be given as one value",
        "'schema: 1', 'schema: 1\ntls: a.pem', tls must be a map of settings. Provided value: a.pem",
        "'schema: 1', 'schema: 1\ntls: {certificate: a.pem, key: a.key, password: x}', Provided value: password",
        "'schema: 1', 'schema: 1\ncontentStoreToken:', contentStoreToken must be given as one value",
    })
    void refuses_a_profile_with_a_fault_and_names_it(String from, String to, String message) {
        String faulty = WHOLE.replaceFirst(Pattern.quote(from), to);
        assertThatThrownBy(() -> read(faulty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("enterprise-a.yaml")
                .hasMessageContaining(message);
    }

    @Test
    void says_what_to_do_when_there_is_no_profile() {
        assertThatThrownBy(() -> ConnectionProfile.read(folder.resolve("none.yaml")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.yaml")
                .hasMessageContaining("Start the network");
    }

    @Test
    void resolves_paths_from_its_own_folder() throws Exception {
        ConnectionProfile profile = read(WHOLE);
        assertThat(profile.gateways().get(0).tlsCaCert()).isEqualTo(folder.resolve("crypto/a.pem"));
        assertThat(profile.gateways().get(1).tlsCaCert()).isEqualTo(Path.of("/etc/b.pem"));
        assertThat(profile.mspFolder("p1")).isEqualTo(folder.resolve("crypto/enterprise-a/users/p1/msp"));
    }

    @Test
    void has_no_client_certificate_and_no_token_unless_they_are_named() throws Exception {
        assertThat(read(WHOLE).tls()).isEmpty();
        assertThat(read(WHOLE).contentStoreToken()).isEmpty();
        assertThat(read(WHOLE).openContentStore()).isNotNull();
    }

    @Test
    void resolves_the_client_certificate_and_the_token_from_its_own_folder() throws Exception {
        ConnectionProfile profile = read(WHOLE + """
                tls: {certificate: ../crypto/client.pem, key: /etc/client.key}
                contentStoreToken: ../crypto/token
                """);
        assertThat(profile.tls())
                .contains(new ClientCertificate(folder.resolve("crypto/client.pem"), Path.of("/etc/client.key")));
        Path token = folder.resolve("crypto/token");
        assertThat(profile.contentStoreToken()).contains(token);
        assertThatThrownBy(profile::openContentStore)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("crypto/token");
    }

    @Test
    void counts_a_majority_of_enterprises() throws Exception {
        assertThat(read(WHOLE).majority()).isEqualTo(2);
        assertThat(read(WHOLE).otherGateways()).hasSize(2);
    }
}
