package org.fedfabric.contentstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ApiTokenTest {
    private static final String SECRET = "dG9rZW4-of.the_node~1+2/3==";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String DENIAL = "Kubo RPC Access Denied: Please provide a valid authorization token.";

    @TempDir
    private Path folder;

    private Path file(String content, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), content, StandardCharsets.ISO_8859_1);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------", "rw-rw-rw-"})
    void refuses_a_file_that_is_open_to_others_and_says_how_to_close_it(String permissions) throws IOException {
        Path file = file(SECRET, permissions);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ApiToken.read(file))
                .withMessageContainingAll("owner alone", permissions, "chmod 600 " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a\nb", "a\r\nX-Injected: 1", "bearer:abc", "caf\u00e9", "=a"})
    void refuses_what_no_header_may_carry_without_repeating_it(String content) throws IOException {
        Path file = file(content, "rw-------");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ApiToken.read(file))
                .withMessage("A content store's token must be one line of letters, digits and -._~+/ in its file. "
                        + "Provided value: something else in " + file);
    }

    @Test
    void refuses_a_file_that_is_missing_or_some_other_file() throws IOException {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ApiToken.read(folder.resolve("none")))
                .withMessageContainingAll("must be there", "none");
        Path large = file("a".repeat(4_097), "rw-------");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> ApiToken.read(large));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------"})
    void is_sent_with_every_call_as_a_bearer_token(String permissions) throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(500, "no")) {
            ContentStore store =
                    ContentStore.atKubo(server.endpoint(), ApiToken.read(file(SECRET + "\n", permissions)));
            Cid cid = Cid.of(new byte[10]);
            assertThatExceptionOfType(StoreFailureException.class)
                    .isThrownBy(() -> store.put(new byte[10], Pinning.PINNED, SOON));
            assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> store.get(cid, 10, SOON));
            assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> store.pinned(SOON));
            assertThat(server.requests()).hasSize(3);
            assertThat(server.fields().stream().filter(("Authorization: Bearer " + SECRET)::equals))
                    .hasSize(3);
        }
    }

    @Test
    void is_not_sent_where_there_is_none() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(500, "no")) {
            assertThatExceptionOfType(StoreFailureException.class)
                    .isThrownBy(() -> server.store().pinned(SOON));
            assertThat(server.fields()).noneMatch(field -> field.startsWith("Authorization"));
        }
    }

    @Test
    void that_the_node_denies_names_the_settings_and_keeps_the_secret() throws Exception {
        ApiToken token = ApiToken.read(file(SECRET, "rw-------"));
        try (ScriptedServer server = ScriptedServer.answering(403, DENIAL)) {
            Cid cid = Cid.of(new byte[10]);
            assertThatExceptionOfType(StoreFailureException.class)
                    .isThrownBy(() -> server.store().pinned(SOON))
                    .withMessageContainingAll(DENIAL, "none was given", "contentStoreToken", "KUBO_API_TOKEN_FILE");
            assertThatExceptionOfType(StoreFailureException.class)
                    .isThrownBy(
                            () -> ContentStore.atKubo(server.endpoint(), token).get(cid, 10, SOON))
                    .withMessageContainingAll("the token of " + folder.resolve("token"), "contentStoreToken")
                    .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain(SECRET));
        }
        assertThat(token.toString()).doesNotContain(SECRET);
    }
}
