package org.fedfabric.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsEndpointTest {
    private static final InetSocketAddress FREE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    private Path folder;

    private final PrometheusRegistry registry = new PrometheusRegistry();

    @BeforeEach
    void count() {
        Counter.builder()
                .name("things_total")
                .help("Things.")
                .register(registry)
                .inc(3);
    }

    private static HttpResponse<String> ask(HttpClient client, String scheme, MetricsEndpoint endpoint, String path)
            throws Exception {
        URI uri = URI.create(scheme + "://127.0.0.1:" + endpoint.address().getPort() + path);
        return client.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void refuses_to_serve_other_machines_in_plain_text() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> MetricsEndpoint.start(new InetSocketAddress("0.0.0.0", 0), null, registry))
                .withMessageContaining("loopback")
                .withMessageContaining("Provided value: 0.0.0.0:0");
    }

    @Test
    void answers_one_path_and_one_method() throws Exception {
        try (MetricsEndpoint endpoint = MetricsEndpoint.start(FREE, null, registry)) {
            HttpClient client = HttpClient.newHttpClient();
            assertThat(ask(client, "http", endpoint, "/metrics").body()).contains("things_total 3.0\n");
            assertThat(ask(client, "http", endpoint, "/metrics").headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
            assertThat(ask(client, "http", endpoint, "/").statusCode()).isEqualTo(404);
            HttpRequest post = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + endpoint.address().getPort() + "/metrics"))
                    .POST(HttpRequest.BodyPublishers.ofString("x"))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            assertThat(client.send(post, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void takes_clients_of_its_authority_only() throws Exception {
        TestAuthority authority = new TestAuthority(folder, "own");
        TestAuthority foreign = new TestAuthority(folder, "foreign");
        TlsFiles server = authority.issue("server");
        SSLContext friend = authority.issue("prometheus").context();
        // A stranger trusts the server, and shows what another authority issued.
        TlsFiles forged = foreign.issue("prometheus");
        SSLContext stranger = new TlsFiles(forged.certificate(), forged.key(), authority.certificate()).context();

        try (MetricsEndpoint endpoint = MetricsEndpoint.start(FREE, server, registry)) {
            HttpClient known = HttpClient.newBuilder().sslContext(friend).build();
            assertThat(ask(known, "https", endpoint, "/metrics").body()).contains("things_total 3.0\n");
            HttpClient unknown = HttpClient.newBuilder().sslContext(stranger).build();
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> ask(unknown, "https", endpoint, "/metrics"));
            assertThatExceptionOfType(IOException.class)
                    .as("in plain text")
                    .isThrownBy(() -> ask(HttpClient.newHttpClient(), "http", endpoint, "/metrics"));
        }
    }

    @Test
    void says_which_file_is_not_what_it_must_be_and_never_what_is_in_it() throws Exception {
        TlsFiles good = new TestAuthority(folder, "own").issue("server");
        Path secret = Files.writeString(
                folder.resolve("rsa.key"),
                "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----\n");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new TlsFiles(good.certificate(), secret, good.clientAuthority()).context())
                .withMessageContaining("PKCS#8")
                .withMessageContaining("rsa.key")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("c2VjcmV0"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new TlsFiles(good.key(), good.key(), good.clientAuthority()).context())
                .withMessageContaining("PEM certificate");
    }
}
