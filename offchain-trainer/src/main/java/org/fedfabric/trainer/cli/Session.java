package org.fedfabric.trainer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.trainer.ledger.ChainReader;
import org.fedfabric.trainer.ledger.ClientIdentity;
import org.fedfabric.trainer.ledger.ConnectionProfile;
import org.fedfabric.trainer.ledger.LedgerClient;
import org.fedfabric.trainer.ledger.LedgerConnections;

/** One command's connection: a ledger client for one identity on the shared channel, and the enterprise's content store. */
public final class Session implements AutoCloseable {
    private final ConnectionProfile profile;
    private final LedgerConnections connections;
    private final ClientIdentity identity;
    private final LedgerClient ledger;

    private Session(
            ConnectionProfile profile, LedgerConnections connections, ClientIdentity identity, LedgerClient ledger) {
        this.profile = profile;
        this.connections = connections;
        this.identity = identity;
        this.ledger = ledger;
    }

    /**
     * Connects as a user of an enterprise; nothing is sent yet.
     *
     * @throws CommandException with what to do when profile or identity cannot be read
     */
    public static Session open(Path network, String enterprise, String user) {
        Path file = profileOf(network, enterprise);
        try {
            ConnectionProfile profile = ConnectionProfile.read(file);
            ClientIdentity identity = ClientIdentity.read(profile.mspFolder(user), profile.mspId());
            LedgerConnections connections = LedgerConnections.to(profile);
            return new Session(
                    profile,
                    connections,
                    identity,
                    connections.client(identity, profile.channels().get(0)));
        } catch (IOException e) {
            throw new CommandException(ExitCode.NETWORK, e.getMessage());
        }
    }

    /** The connection profile of an enterprise; refuses with what to do if there is none. */
    static Path profileOf(Path network, String enterprise) {
        Path file = network.resolve("connection").resolve(enterprise + ".yaml");
        if (!Files.isRegularFile(file)) {
            throw new CommandException(
                    ExitCode.NETWORK,
                    "There is no connection profile for " + enterprise + " at " + file
                            + ". Start a network with ./test-network.sh up, or name its folder with --network.");
        }
        return file;
    }

    /** How the enterprise reaches the network. */
    public ConnectionProfile profile() {
        return profile;
    }

    /** The client for the shared channel. */
    public LedgerClient ledger() {
        return ledger;
    }

    /** The reader of the shared channel's whole blocks. */
    public ChainReader chain() {
        return connections.chain(identity, profile.channels().get(0));
    }

    /** The enterprise's content store. */
    public ContentStore store() {
        try {
            return profile.openContentStore();
        } catch (IOException e) {
            throw new CommandException(ExitCode.NETWORK, e.getMessage());
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
