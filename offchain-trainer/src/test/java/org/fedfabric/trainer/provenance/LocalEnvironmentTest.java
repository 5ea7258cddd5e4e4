package org.fedfabric.trainer.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Environment;
import org.junit.jupiter.api.Test;

class LocalEnvironmentTest {
    @Test
    void names_software_jvm_and_processor_and_neither_machine_nor_user() throws Exception {
        Environment environment = LocalEnvironment.current();
        String json = CanonicalJson.write(environment);
        assertThat(json)
                .doesNotContain(InetAddress.getLocalHost().getHostName())
                .doesNotContain("/" + System.getProperty("user.name"))
                .doesNotContain(System.getProperty("user.home"));
        assertThat(environment.software()).startsWith("FedFabric ");
        assertThat(environment.jvm()).contains(System.getProperty("java.runtime.version"));
        assertThat(environment.blas()).isNotEqualTo(Environment.UNKNOWN);
    }

    @Test
    void shortens_and_cleans_what_a_platform_says() {
        assertThat(LocalEnvironment.text(null)).isEqualTo("unknown");
        assertThat(LocalEnvironment.text("  ")).isEqualTo("unknown");
        assertThat(LocalEnvironment.text(" a\tb   c\u00ae ")).isEqualTo("a?b c?");
        assertThat(LocalEnvironment.text("x".repeat(300))).hasSize(Environment.MAX_CHARACTERS);
    }
}
