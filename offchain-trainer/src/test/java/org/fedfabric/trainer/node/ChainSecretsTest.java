package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainSecretsTest {
    @TempDir
    Path folder;

    private ChainSecrets secrets(OptionalLong seed) {
        return new ChainSecrets(folder, seed);
    }

    @Test
    void refuse_a_file_of_another_length() throws Exception {
        secrets(OptionalLong.empty()).findOrMake("t", "AMSP/p1");
        Files.write(folder.resolve("chains/t/AMSP.p1.secret"), new byte[5]);
        assertThatThrownBy(() -> secrets(OptionalLong.empty()).find("t", "AMSP/p1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("must have 32 bytes. Provided value: 5");
    }

    @Test
    void can_be_read_by_their_owner_alone() throws Exception {
        secrets(OptionalLong.empty()).findOrMake("t", "AMSP/p1");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("chains/t/AMSP.p1.secret"))))
                .isEqualTo("rw-------");
    }

    @Test
    void stay_the_same_over_a_restart_and_differ_between_tasks() throws Exception {
        byte[] made = secrets(OptionalLong.empty()).findOrMake("t", "AMSP/p1");
        assertThat(secrets(OptionalLong.empty()).findOrMake("t", "AMSP/p1")).isEqualTo(made);
        assertThat(secrets(OptionalLong.empty()).findOrMake("u", "AMSP/p1")).isNotEqualTo(made);
    }

    @Test
    void follow_from_the_seed_in_a_simulation() throws Exception {
        byte[] one = new ChainSecrets(folder.resolve("one"), OptionalLong.of(7)).findOrMake("t", "AMSP/p1");
        byte[] two = new ChainSecrets(folder.resolve("two"), OptionalLong.of(7)).findOrMake("t", "AMSP/p1");
        assertThat(two).isEqualTo(one);
        assertThat(new ChainSecrets(folder.resolve("two"), OptionalLong.of(7)).findOrMake("t", "AMSP/p2"))
                .isNotEqualTo(one);
    }
}
