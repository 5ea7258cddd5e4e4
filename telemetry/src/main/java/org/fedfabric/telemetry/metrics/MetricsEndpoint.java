package org.fedfabric.telemetry.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Answers {@code GET /metrics} in Prometheus's text format, on the JDK's own HTTP server.
 *
 * <p>Without TLS it listens on a loopback address only; with TLS whoever connects must present a certificate of the named
 * authority.
 */
public final class MetricsEndpoint implements AutoCloseable {
    /** One answer at a time and one waiting: a scrape takes a millisecond. */
    private static final int THREADS = 2;

    /** Connections that wait to be taken; a Prometheus server opens one. */
    private static final int BACKLOG = 8;

    /** Seconds after which a client that does not finish its request loses its connection, and so its thread. */
    private static final String REQUEST_SECONDS = "10";

    private final HttpServer server;
    private final ExecutorService threads;
    private final PrometheusRegistry registry;
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();

    private MetricsEndpoint(HttpServer server, PrometheusRegistry registry) {
        this.server = server;
        this.registry = registry;
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "metrics");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts to answer.
     *
     * @param address where to listen; port 0 takes a free one
     * @param tls the server's files, or null for plain HTTP on a loopback address
     * @param registry what to show
     * @throws IOException when the address is taken, or a TLS file is not what it must be
     * @throws IllegalArgumentException when the address is not a loopback address and there is no TLS
     */
    public static MetricsEndpoint start(InetSocketAddress address, TlsFiles tls, PrometheusRegistry registry)
            throws IOException {
        if (tls == null && (address.isUnresolved() || !address.getAddress().isLoopbackAddress())) {
            throw new IllegalArgumentException(
                    "Without TLS the metrics must be served on a loopback address. Provided value: "
                            + address.getHostString() + ":" + address.getPort()
                            + ". Use 127.0.0.1, or name certificate, key and client authority.");
        }
        // Read once, when the first server of the process is made.
        System.setProperty("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
        MetricsEndpoint endpoint = new MetricsEndpoint(tls == null ? plain(address) : secure(address, tls), registry);
        endpoint.server.setExecutor(endpoint.threads);
        endpoint.server.createContext("/", endpoint::answer);
        endpoint.server.start();
        return endpoint;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private static HttpServer plain(InetSocketAddress address) throws IOException {
        return HttpServer.create(address, BACKLOG);
    }

    private static HttpServer secure(InetSocketAddress address, TlsFiles tls) throws IOException {
        SSLContext context = tls.context();
        HttpsServer server = HttpsServer.create(address, BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters demanding = context.getDefaultSSLParameters();
                demanding.setNeedClientAuth(true);
                parameters.setSSLParameters(demanding);
            }
        });
        return server;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!"/metrics".equals(exchange.getRequestURI().getPath())) {
                exchange.sendResponseHeaders(404, -1);
            } else if (!"GET".equals(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
            } else {
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                writer.write(text, registry.scrape());
                exchange.getResponseHeaders().set("Content-Type", writer.getContentType());
                exchange.sendResponseHeaders(200, text.size());
                text.writeTo(exchange.getResponseBody());
            }
        }
    }

    /** Ends at once; an answer under way is cut off. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
