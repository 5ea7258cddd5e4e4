package org.fedfabric.trainer.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Environment;
import org.junit.jupiter.api.Test;

class LocalEnvironmentTest {
    @Test
    void names_software_jvm_system_and_engine_and_nothing_of_the_person() {
        Environment environment = LocalEnvironment.current();
        assertThat(environment.software()).startsWith("FedFabric ");
        assertThat(environment.jvm()).endsWith(System.getProperty("java.runtime.version"));
        assertThat(environment.os()).isEqualTo(System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        assertThat(environment.blas()).isIn("OpenBLAS", "Java", "plain Java");
        assertThat(CanonicalJson.write(environment)).doesNotContain(System.getProperty("user.dir"));
    }

    @Test
    void shortens_and_cleans_what_a_platform_says() {
        assertThat(LocalEnvironment.text(null)).isEqualTo("unknown");
        assertThat(LocalEnvironment.text("  ")).isEqualTo("unknown");
        assertThat(LocalEnvironment.text(" a\tb   c\u00ae ")).isEqualTo("a?b c?");
        assertThat(LocalEnvironment.text("x".repeat(300))).hasSize(Environment.MAX_CHARACTERS);
    }
}
