package org.fedfabric.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fedfabric.embedded.transport.PortInUseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PortsTest {
    private static final Enterprise A = new Enterprise(0);

    @TempDir
    Path folder;

    private Ports ports(int basePort) throws IOException {
        NetworkConfig config = NetworkConfig.builder(folder, context -> new NotebookChaincode())
                .basePort(basePort)
                .build();
        return Ports.open(config, folder.resolve("ports.properties"));
    }

    private void keep(int grpc, int content) throws IOException {
        ports(0).keep(List.of(new EnterpriseEndpoint(
                A.name(),
                A.mspId(),
                "127.0.0.1:" + grpc,
                folder,
                URI.create("http://127.0.0.1:" + content),
                folder,
                folder)));
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void refuses_a_port_that_was_asked_for_and_belongs_to_another_process() throws IOException {
        try (ServerSocket other = listen(0)) {
            int base = other.getLocalPort() - 1;

            assertThatThrownBy(() -> ports(base).bind(A, Ports.Service.GRPC, PortsTest::listen))
                    .isInstanceOf(PortInUseException.class)
                    .hasMessageContaining("Port " + other.getLocalPort());
        }
    }

    @Test
    void takes_any_port_when_the_one_it_had_stays_taken() throws IOException {
        try (ServerSocket other = listen(0)) {
            keep(other.getLocalPort(), other.getLocalPort());

            try (ServerSocket bound = ports(0).bind(A, Ports.Service.GRPC, PortsTest::listen)) {
                assertThat(bound.getLocalPort()).isPositive().isNotEqualTo(other.getLocalPort());
            }
        }
    }

    @Test
    void takes_any_port_when_what_was_kept_is_no_port() throws IOException {
        Files.writeString(folder.resolve("ports.properties"), "enterprise-a.grpc=99999\nenterprise-a.content=x\n");

        try (ServerSocket bound = ports(0).bind(A, Ports.Service.GRPC, PortsTest::listen);
                ServerSocket second = ports(0).bind(A, Ports.Service.CONTENT, PortsTest::listen)) {
            assertThat(List.of(bound.getLocalPort(), second.getLocalPort())).allMatch(port -> port > 0);
        }
    }

    @Test
    void comes_back_on_the_ports_it_had() throws IOException {
        int grpc;
        int content;
        try (ServerSocket first = listen(0);
                ServerSocket second = listen(0)) {
            grpc = first.getLocalPort();
            content = second.getLocalPort();
        }
        keep(grpc, content);

        try (ServerSocket first = ports(0).bind(A, Ports.Service.GRPC, PortsTest::listen);
                ServerSocket second = ports(0).bind(A, Ports.Service.CONTENT, PortsTest::listen)) {
            assertThat(first.getLocalPort()).isEqualTo(grpc);
            assertThat(second.getLocalPort()).isEqualTo(content);
        }
    }
}
