package org.fedfabric.trainer.ledger;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.client.identity.Identities;

/**
 * The one connection of this process to a peer, opened at the first call, and what is known of the peer's health. Shared
 * by all identities.
 */
final class PeerConnection implements AutoCloseable {
    /**
     * How long a peer that failed is asked last: short enough that a restarted peer is soon preferred again, long enough
     * that a hung one does not cost each call its deadline.
     */
    static final Duration REST = Duration.ofSeconds(5);

    /** Fabric's peers drop clients that ping more often than every 60 s. */
    private static final long KEEP_ALIVE_SECONDS = 65;

    private static final int MAX_MESSAGE_BYTES = 16 << 20;

    /** Room for the refusals of a hundred endorsers in one answer's trailers; gRPC's default of 8 KiB has it for four. */
    private static final int MAX_METADATA_BYTES = 256 << 10;

    private final GatewayEndpoint endpoint;
    private final Optional<ClientCertificate> shown;
    private ManagedChannel channel;
    private boolean closed;
    private volatile long restsUntilNanos = System.nanoTime();

    /** A connection that shows the given certificate, if any, to a peer that asks for one. */
    PeerConnection(GatewayEndpoint endpoint, Optional<ClientCertificate> shown) {
        this.endpoint = endpoint;
        this.shown = shown;
    }

    GatewayEndpoint endpoint() {
        return endpoint;
    }

    String mspId() {
        return endpoint.mspId();
    }

    synchronized ManagedChannel channel() {
        if (closed) {
            throw new IllegalStateException("The connection to " + endpoint + " is closed");
        }
        if (channel == null) {
            channel = open();
        }
        return channel;
    }

    private ManagedChannel open() {
        try {
            return Grpc.newChannelBuilder(endpoint.address(), credentials())
                    .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                    .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                    .maxInboundMetadataSize(MAX_METADATA_BYTES)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The TLS files of the connection profile must be PEM: tlsCaCert of " + endpoint
                            + " a certificate, tls a certificate and its unencrypted PKCS#8 key. Provided value: "
                            + endpoint.tlsCaCert()
                            + shown.map(own -> ", " + own).orElse("") + " (" + root(e) + ")",
                    e);
        }
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }

    private ChannelCredentials credentials() {
        TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
        try {
            tls.trustManager(endpoint.tlsCaCert().toFile());
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new UncheckedIOException(
                    "The TLS certificate authority of gateway " + endpoint + " must be there. Provided value: "
                            + endpoint.tlsCaCert() + ". Is the network started, and the connection profile current?",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The TLS certificate authority of gateway " + endpoint + " must be a PEM certificate. "
                            + "Provided value: " + endpoint.tlsCaCert(),
                    e);
        }
        shown.ifPresent(own -> show(own, tls));
        return tls.build();
    }

    private static void show(ClientCertificate own, TlsChannelCredentials.Builder tls) {
        try {
            tls.keyManager(own.certificate().toFile(), own.key().toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The certificate and key to show to peers (tls in the connection profile) must be readable files. "
                            + "Provided value: " + own,
                    e);
        }
    }

    /** SHA-256 of the certificate that this connection shows, if any. */
    Optional<byte[]> shownCertificateHash() throws IOException {
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        Path file = shown.get().certificate();
        try {
            byte[] der = Identities.readX509Certificate(Files.readString(file)).getEncoded();
            return Optional.of(MessageDigest.getInstance("SHA-256").digest(der));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "The certificate to show to peers must be X.509 in PEM form. Provided value: " + file, e);
        }
    }

    /** gRPC waits longer after each failure, up to two minutes; whoever calls now wants an attempt now. */
    synchronized void reconnectNow() {
        if (channel != null) {
            channel.resetConnectBackoff();
        }
    }

    void failed() {
        restsUntilNanos = System.nanoTime() + REST.toNanos();
    }

    boolean rests() {
        return System.nanoTime() - restsUntilNanos < 0;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (channel != null) {
            channel.shutdownNow();
        }
    }
}
