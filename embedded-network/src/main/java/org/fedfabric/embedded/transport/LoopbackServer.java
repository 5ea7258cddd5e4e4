package org.fedfabric.embedded.transport;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSsl;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;

/** A gRPC server on 127.0.0.1. */
public final class LoopbackServer implements AutoCloseable {
    /** Fabric's default for peers and chaincodes. */
    private static final int MAX_MESSAGE_BYTES = 100 << 20;

    /** The {@code peer} command pings every 10 s, gateway clients often more rarely; more than one a second is abuse. */
    private static final int SHORTEST_KEEPALIVE_SECONDS = 1;

    private static final int STOP_SECONDS = 2;

    private final Server server;

    private LoopbackServer(Server server) {
        this.server = server;
    }

    /**
     * Starts a server that speaks TLS with that key.
     *
     * @param port the port; 0 takes a free one
     * @param executor runs the services
     * @throws PortInUseException if the port is taken
     */
    public static LoopbackServer startTls(int port, KeyManager key, Executor executor, List<BindableService> services)
            throws IOException {
        return start(
                builder(port, executor, services)
                        .sslContext(GrpcSslContexts.configure(SslContextBuilder.forServer(key))
                                .build()),
                port);
    }

    /** As {@link #startTls}, without TLS. */
    public static LoopbackServer startPlain(int port, Executor executor, List<BindableService> services)
            throws IOException {
        return start(builder(port, executor, services), port);
    }

    private static NettyServerBuilder builder(int port, Executor executor, List<BindableService> services)
            throws IOException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port))
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .permitKeepAliveTime(SHORTEST_KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .executor(executor);
        services.forEach(builder::addService);
        return builder;
    }

    private static LoopbackServer start(NettyServerBuilder builder, int port) throws IOException {
        try {
            return new LoopbackServer(builder.build().start());
        } catch (IOException e) {
            throw PortInUseException.isCauseOf(e) ? new PortInUseException(port, e) : e;
        }
    }

    /** Loads the native TLS library, a quarter of a second's work that needs no keys. */
    public static void loadTls() {
        OpenSsl.isAvailable(); // where it is not, the JDK's TLS is used
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    /** Host and port, as clients write them. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
