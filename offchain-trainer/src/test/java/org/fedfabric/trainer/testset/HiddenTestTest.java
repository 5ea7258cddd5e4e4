package org.fedfabric.trainer.testset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.Digests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenTestTest {
    private static final byte[] ROWS = {1, 2, 3};

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "not JSON",
                "{\"task\":\"t\",\"saltHex\":\"00\",\"cid\":\"bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy\"}",
                "[1]"
            })
    void refuses_a_damaged_secret_by_name(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("secret.json"), text);
        assertThatThrownBy(() -> HiddenTest.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("Provided value: ");
    }

    @Test
    void only_its_owner_can_read_the_secret() throws Exception {
        Path file = folder.resolve("secret.json");
        HiddenTest hidden = HiddenTest.of("t", ROWS);
        hidden.write(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(HiddenTest.read(file)).isEqualTo(hidden);
    }

    @Test
    void commits_to_salt_and_address_with_a_new_salt_each_time() {
        HiddenTest hidden = HiddenTest.of("t", ROWS);

        assertThat(hidden.commitment())
                .isEqualTo(Digests.sha256Hex(
                        HexFormat.of().parseHex(hidden.saltHex()),
                        Cid.of(ROWS).text().getBytes(StandardCharsets.UTF_8)));
        assertThat(HiddenTest.of("t", ROWS).commitment()).isNotEqualTo(hidden.commitment());
        assertThat(hidden.isOf(ROWS)).isTrue();
        assertThat(hidden.isOf(new byte[] {1, 2, 4})).isFalse();
    }
}
