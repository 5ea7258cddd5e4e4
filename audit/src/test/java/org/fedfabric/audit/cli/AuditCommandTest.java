package org.fedfabric.audit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class AuditCommandTest {
    private static final String HASH = "0".repeat(64);

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = AuditMain.line();
        line.setErr(new PrintWriter(err));
        line.setOut(new PrintWriter(new StringWriter()));
        return line.execute(arguments);
    }

    @Test
    void a_bundle_without_a_hash_from_elsewhere_proves_nothing() {
        assertThat(run("audit", "verify", "--bundle", "x.zip")).isEqualTo(2);
        assertThat(err.toString()).contains("--bundle needs --genesis-hash");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "xyz", "00000000000000000000000000000000000000000000000000000000000000000"})
    void refuses_a_hash_that_is_none(String hash) {
        assertThat(run("audit", "verify", "--bundle", "x.zip", "--genesis-hash", hash))
                .isEqualTo(2);
        assertThat(err.toString()).contains("must be 64 hexadecimal digits");
    }

    @Test
    void a_bundle_that_cannot_be_read_is_data_that_cannot_be_read() {
        String missing = folder.resolve("no.zip").toString();
        assertThat(run("audit", "verify", "--bundle", missing, "--genesis-hash", HASH))
                .isEqualTo(8);
        assertThat(err.toString()).contains("There is no bundle " + missing);
    }

    @Test
    void a_network_that_is_not_there_is_said_so() {
        assertThat(run("audit", "verify", "--network", folder.toString(), "--task", "t"))
                .isEqualTo(5);
        assertThat(err.toString()).contains("There is no connection profile");
    }

    @Test
    void an_export_needs_a_folder_that_exists() {
        String out = folder.resolve("no/such/file.zip").toString();
        assertThat(run("audit", "export", "--task", "t", "--out", out)).isEqualTo(2);
        assertThat(err.toString()).contains("The folder of --out must exist");
    }

    @Test
    void an_export_needs_a_task() {
        assertThat(run("audit", "export", "--out", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("--task");
    }

    @Test
    void every_command_is_there_with_the_audit_among_them() {
        assertThat(AuditMain.line().getSubcommands().get("audit").getSubcommands())
                .containsOnlyKeys("genesis", "verify", "export");
        assertThat(AuditMain.line().getSubcommands()).containsKeys("task", "trainer", "model");
    }
}
