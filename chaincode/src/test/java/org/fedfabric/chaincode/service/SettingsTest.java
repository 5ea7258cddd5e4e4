package org.fedfabric.chaincode.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final Map<String, String> ENOUGH = Map.of(
            "CHAINCODE_ID", "fedfabric_1:ab",
            "CHAINCODE_SERVER_ADDRESS", "127.0.0.1:17054",
            "KUBO_API", "http://127.0.0.1:17055");

    @TempDir
    private Path folder;

    private static Map<String, String> with(String name, String value) {
        Map<String, String> changed = new HashMap<>(ENOUGH);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return changed;
    }

    private static void refuses(Map<String, String> environment, String... parts) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> Settings.of(environment))
                .withMessageContainingAll(parts)
                .withMessageContaining("Provided value: ");
    }

    @Test
    void refuses_what_is_missing_by_name() {
        refuses(with("CHAINCODE_ID", null), "CHAINCODE_ID", "calculatepackageid");
        refuses(with("CHAINCODE_ID", "  "), "CHAINCODE_ID");
        refuses(with("CHAINCODE_SERVER_ADDRESS", null), "CHAINCODE_SERVER_ADDRESS", "CC_PORT");
        refuses(with("KUBO_API", null), "KUBO_API", "http://127.0.0.1:5001");
    }

    @Test
    void refuses_an_address_that_is_none() {
        for (String address : new String[] {"17054", ":17054", "127.0.0.1", "127.0.0.1:70000", "127.0.0.1:-1", "a:b"}) {
            refuses(with("CHAINCODE_SERVER_ADDRESS", address), "CHAINCODE_SERVER_ADDRESS", address);
        }
    }

    @Test
    void refuses_tls_files_that_are_missing_or_incomplete() throws IOException {
        String there = Files.writeString(folder.resolve("server.key"), "key").toString();
        refuses(with("CHAINCODE_TLS_KEY", folder.resolve("none").toString()), "CHAINCODE_TLS_KEY", "readable");
        refuses(with("CHAINCODE_TLS_KEY", there), "CHAINCODE_TLS_CERT");
        refuses(with("CHAINCODE_CLIENT_CA_CERT", there), "CHAINCODE_TLS_KEY");
    }

    @Test
    void takes_fabrics_names_and_the_short_ones() throws IOException {
        Settings settings = Settings.of(ENOUGH);
        assertThat(settings.chaincodeId()).isEqualTo("fedfabric_1:ab");
        assertThat(settings.address().getPort()).isEqualTo(17054);
        assertThat(settings.tls()).isNull();
        assertThat(settings.kuboToken()).isNull();
        assertThat(Settings.of(with("KUBO_API_TOKEN_FILE", "/run/token")).kuboToken())
                .isEqualTo(Path.of("/run/token"));
        assertThat(Settings.of(Map.of("CC_ID", "x", "CC_PORT", "7", "KUBO_API", "http://h:1"))
                        .address()
                        .getHostString())
                .isEqualTo("127.0.0.1");
        String file = Files.writeString(folder.resolve("pem"), "pem").toString();
        Map<String, String> secured = with("CHAINCODE_TLS_KEY", file);
        secured.put("CHAINCODE_TLS_CERT", file);
        assertThat(Settings.of(secured).tls().clientAuthority()).isNull();
    }
}
