package org.fedfabric.embedded.blockstore;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.fedfabric.contentstore.Cid;

/** The other enterprises' stores: asked for a block each in turn, and not believed until it hashes to its address. */
final class Neighbours {
    /** Longest wait for one neighbour, so that one which hangs does not keep the others from being asked. */
    private static final int PATIENCE_MILLIS = 1000;

    private final Supplier<List<URI>> endpoints;

    Neighbours(Supplier<List<URI>> endpoints) {
        this.endpoints = endpoints;
    }

    List<URI> endpoints() {
        return List.copyOf(endpoints.get());
    }

    /** Asks every neighbour once. */
    Optional<byte[]> fetch(Cid cid, long endNanos) {
        for (URI endpoint : endpoints()) {
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
            if (leftMillis <= 0) {
                return Optional.empty();
            }
            try {
                byte[] block = ask(endpoint, cid, (int) Math.min(leftMillis, PATIENCE_MILLIS));
                if (cid.verifies(block)) {
                    return Optional.of(block);
                }
            } catch (IOException e) {
                continue; // down, hanging or without the block: the next one may have it
            }
        }
        return Optional.empty();
    }

    private static byte[] ask(URI endpoint, Cid cid, int patienceMillis) throws IOException {
        URI call = endpoint.resolve("/api/v0/block/get?offline=true&arg=" + cid);
        HttpURLConnection connection = (HttpURLConnection) call.toURL().openConnection(Proxy.NO_PROXY);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(patienceMillis);
        connection.setReadTimeout(patienceMillis);
        connection.setDoOutput(true);
        connection.setRequestMethod("POST");
        connection.setFixedLengthStreamingMode(0);
        connection.getOutputStream().close();
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            try (InputStream error = connection.getErrorStream()) {
                if (error != null) {
                    error.readNBytes(BlockRepository.MAX_BLOCK_BYTES); // so that the connection can be used again
                }
            }
            throw new IOException("Neighbour " + endpoint + " does not hold block " + cid + ".");
        }
        try (InputStream in = connection.getInputStream()) {
            return in.readNBytes(BlockRepository.MAX_BLOCK_BYTES + 1);
        }
    }
}
