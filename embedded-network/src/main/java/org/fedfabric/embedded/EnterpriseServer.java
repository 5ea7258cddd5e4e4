package org.fedfabric.embedded;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSsl;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.fedfabric.embedded.chaincodehost.PortInUseException;
import org.fedfabric.embedded.identity.TlsKeyManager;

/** An enterprise's TLS endpoint. Peer and orderer services share it, so that one address is all a client needs. */
final class EnterpriseServer implements AutoCloseable {
    /** Fabric's default for peers. */
    private static final int MAX_MESSAGE_BYTES = 100 << 20;

    /** The {@code peer} command pings every 10 s, gateway clients often more rarely; more than one a second is abuse. */
    private static final int SHORTEST_KEEPALIVE_SECONDS = 1;

    private static final int STOP_SECONDS = 2;

    private final Server server;

    private EnterpriseServer(Server server) {
        this.server = server;
    }

    static EnterpriseServer start(int port, TlsKeyManager tls, Executor executor, List<BindableService> services)
            throws IOException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port))
                .sslContext(GrpcSslContexts.configure(SslContextBuilder.forServer(tls))
                        .build())
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .permitKeepAliveTime(SHORTEST_KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .executor(executor);
        services.forEach(builder::addService);
        try {
            return new EnterpriseServer(builder.build().start());
        } catch (IOException e) {
            if (e.getCause() instanceof BindException) {
                throw new PortInUseException(port, e);
            }
            throw e;
        }
    }

    /** Loads the native TLS library, a quarter of a second's work that needs no keys. */
    static void loadTls() {
        OpenSsl.isAvailable(); // where it is not, the JDK's TLS is used
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
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
