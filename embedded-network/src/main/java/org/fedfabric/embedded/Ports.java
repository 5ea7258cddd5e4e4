package org.fedfabric.embedded;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Properties;
import org.fedfabric.embedded.transport.PortInUseException;

/**
 * The ports of a network. Where the system chooses, what it chose is kept in the state directory: a network that was killed
 * comes back where its clients look for it.
 */
final class Ports {
    /** What listens, and how far its port lies above the enterprise's first. */
    enum Service {
        /** Gateway, endorser, deliver and orderer services. */
        GRPC(1),
        /** The chaincode, which only its own peer calls. */
        CHAINCODE(4),
        /** The content store. */
        CONTENT(5);

        private final int offset;

        Service(int offset) {
            this.offset = offset;
        }
    }

    /** Starts a server on a port, 0 for any. */
    interface Binder<T> {
        T bindTo(int port) throws IOException;
    }

    /**
     * How long a port that the network had before is waited for: a client that looks for the network may hold it for a
     * moment as the near end of its own connection.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long PAUSE_MILLIS = 100;

    private final NetworkConfig config;
    private final Path file;
    private final Properties before = new Properties();

    private Ports(NetworkConfig config, Path file) {
        this.config = config;
        this.file = file;
    }

    static Ports open(NetworkConfig config, Path file) throws IOException {
        Ports ports = new Ports(config, file);
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                ports.before.load(reader);
            }
        }
        return ports;
    }

    /** Starts a service on the port that was asked for, else on the one it had before, else on any free one. */
    <T> T bind(Enterprise enterprise, Service service, Binder<T> binder) throws IOException {
        int asked = config.port(enterprise, service.offset);
        if (asked != 0) {
            return bindTo(asked, binder);
        }
        OptionalInt had = had(enterprise, service);
        if (had.isEmpty()) {
            return binder.bindTo(0);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return bindTo(had.getAsInt(), binder);
            } catch (PortInUseException e) {
                if (System.nanoTime() - deadline > 0) {
                    System.err.println("Port " + had.getAsInt() + ", which " + enterprise.name()
                            + " had before, belongs to another process now; " + enterprise.name()
                            + " takes another one. Clients that run must be started again.");
                    return binder.bindTo(0);
                }
                pause();
            }
        }
    }

    private static <T> T bindTo(int port, Binder<T> binder) throws IOException {
        try {
            return binder.bindTo(port);
        } catch (PortInUseException e) {
            throw e;
        } catch (IOException e) {
            throw PortInUseException.isCauseOf(e) ? new PortInUseException(port, e) : e;
        }
    }

    private OptionalInt had(Enterprise enterprise, Service service) {
        String port = before.getProperty(key(enterprise.name(), service), "");
        return port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) <= NetworkConfig.HIGHEST_PORT
                ? OptionalInt.of(Integer.parseInt(port))
                : OptionalInt.empty();
    }

    /** Keeps the ports that clients know for the next start. */
    void keep(List<EnterpriseEndpoint> endpoints) throws IOException {
        StringBuilder text = new StringBuilder();
        for (EnterpriseEndpoint endpoint : endpoints) {
            text.append(key(endpoint.name(), Service.GRPC))
                    .append('=')
                    .append(URI.create("grpcs://" + endpoint.address()).getPort())
                    .append('\n')
                    .append(key(endpoint.name(), Service.CONTENT))
                    .append('=')
                    .append(endpoint.contentApi().getPort())
                    .append('\n');
        }
        StateDirectory.writeAtomically(file, text.toString());
    }

    private static String key(String enterprise, Service service) {
        return enterprise + "." + service.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for a port", e);
        }
    }
}
