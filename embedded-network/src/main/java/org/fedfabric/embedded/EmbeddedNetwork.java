package org.fedfabric.embedded;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.fedfabric.embedded.chaincodehost.ChaincodeHost;
import org.fedfabric.embedded.chaincodehost.ChaincodeProcess;
import org.fedfabric.embedded.identity.OrganizationCrypto;
import org.fedfabric.embedded.identity.Role;
import org.fedfabric.embedded.ledger.LedgerCorruptException;
import org.fedfabric.embedded.ledger.LedgerWriteException;
import org.fedfabric.embedded.transport.PortInUseException;

/**
 * A running development network.
 *
 * <pre>{@code
 * try (EmbeddedNetwork network = EmbeddedNetwork.start(
 *         NetworkConfig.builder(stateDirectory, context -> new MyChaincode()).enterprises(2).build())) {
 *     EnterpriseEndpoint a = network.enterprise("enterprise-a");
 *     // connect a fabric-gateway client to a.address() with a.tlsCaCert() and an identity of a.users()
 * }
 * }</pre>
 *
 * <p>Everything is on disk in the state directory: started again with the same one, the network goes on where it stopped
 * or was killed.
 */
public final class EmbeddedNetwork implements AutoCloseable {
    /** The channel all enterprises are members of. Every enterprise also has one of its own, named like itself. */
    public static final String FEDERATION = "federation";

    private static final long SMALLEST_ROOM_BYTES = 64 << 10;

    private final OpenResources open;
    private final NetworkAssembly.Running running;

    private EmbeddedNetwork(OpenResources open, NetworkAssembly.Running running) {
        this.open = open;
        this.running = running;
    }

    /**
     * Starts a network and returns when clients can use it.
     *
     * @throws NetworkStartException with one sentence for the user; whatever had been started is stopped again
     */
    public static EmbeddedNetwork start(NetworkConfig config) throws NetworkStartException {
        OpenResources open = new OpenResources();
        try {
            return new EmbeddedNetwork(open, new NetworkAssembly(config, open).assemble());
        } catch (IOException e) {
            open.close();
            throw explained(e, config);
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private static NetworkStartException explained(IOException e, NetworkConfig config) {
        if (e instanceof NetworkStartException) {
            return (NetworkStartException) e;
        }
        if (e instanceof PortInUseException) {
            return new NetworkStartException(ExitCode.PORT_IN_USE, e.getMessage(), e);
        }
        if (e instanceof LedgerCorruptException) {
            return new NetworkStartException(ExitCode.LEDGER_DAMAGED, e.getMessage(), e);
        }
        if (e instanceof LedgerWriteException) {
            return new NetworkStartException(ExitCode.LEDGER_NOT_WRITABLE, e.getMessage(), e);
        }
        if (isFull(config.stateDirectory())) {
            return new NetworkStartException(
                    ExitCode.LEDGER_NOT_WRITABLE,
                    "The disk of " + config.stateDirectory() + " must have room for keys and ledger and is full ("
                            + e.getMessage() + "). Free some space and start again; nothing acknowledged is lost.",
                    e);
        }
        if (e instanceof FileSystemException) {
            return new NetworkStartException(
                    ExitCode.STATE_DIRECTORY,
                    "The file " + ((FileSystemException) e).getFile() + " must be readable and writable ("
                            + ((FileSystemException) e).getReason()
                            + "). Check its rights and the space on its disk.",
                    e);
        }
        return new NetworkStartException(ExitCode.FAILED, "The network cannot start: " + e.getMessage(), e);
    }

    /** Without room for a single block of a file system; what the system calls the error depends on its language. */
    private static boolean isFull(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace() < SMALLEST_ROOM_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    /** The enterprises in order. */
    public List<EnterpriseEndpoint> enterprises() {
        return running.endpoints();
    }

    /**
     * The endpoint of an enterprise.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public EnterpriseEndpoint enterprise(String name) {
        return running.endpoints().stream()
                .filter(endpoint -> endpoint.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no enterprise of that name in this network." + " Provided value: " + name));
    }

    /**
     * Issues a certificate for a further user (role client), unless there is one already.
     *
     * @return the user's MSP folder
     */
    public Path issueUser(String enterprise, String name) throws IOException {
        EnterpriseEndpoint endpoint = enterprise(enterprise);
        return OrganizationCrypto.openOrCreate(running.state().crypto(enterprise), endpoint.mspId(), endpoint.name())
                .user(name, Role.CLIENT);
    }

    /** The number of blocks of a channel. */
    public long height(String channelId) {
        return running.channels().get(channelId).ledger().height();
    }

    /** The process of an enterprise's chaincode; empty if it runs in this JVM. */
    public OptionalLong chaincodePid(String enterprise) {
        int index = running.endpoints().indexOf(enterprise(enterprise));
        ChaincodeHost host = running.hosts().get(new Enterprise(index));
        return host instanceof ChaincodeProcess
                ? OptionalLong.of(((ChaincodeProcess) host).pid())
                : OptionalLong.empty();
    }

    /** Stops everything; transactions that were accepted are committed first. Closing again does nothing. */
    @Override
    public void close() {
        open.close();
    }
}
