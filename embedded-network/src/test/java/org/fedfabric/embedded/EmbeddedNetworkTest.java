package org.fedfabric.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway client's whole vocabulary against a network of three enterprises. */
class EmbeddedNetworkTest {
    @TempDir
    static Path state;

    private static EmbeddedNetwork network;
    private static GatewayClient a;

    @BeforeAll
    static void start() throws Exception {
        network = EmbeddedNetwork.start(
                NetworkConfig.builder(state, context -> new NotebookChaincode()).build());
        a = GatewayClient.connect(network.enterprise("enterprise-a"), "p1");
    }

    @AfterAll
    static void stop() {
        a.close();
        network.close();
    }

    @Test
    void a_submitted_value_is_read_back_through_every_enterprise() throws Exception {
        assertThat(a.submit("put", "colour", "blue")).isEqualTo("colour");

        for (EnterpriseEndpoint endpoint : network.enterprises()) {
            try (GatewayClient client = GatewayClient.connect(endpoint, "p2")) {
                assertThat(client.evaluate("get", "colour")).isEqualTo("blue");
            }
        }
    }
}
