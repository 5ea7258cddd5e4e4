package org.fedfabric.trainer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.trainer.ledger.ChainReader;
import org.fedfabric.trainer.ledger.ClientIdentity;
import org.fedfabric.trainer.ledger.ConnectionProfile;
import org.fedfabric.trainer.ledger.Deadlines;
import org.fedfabric.trainer.ledger.LedgerClient;
import org.fedfabric.trainer.ledger.LedgerConnections;
import org.fedfabric.trainer.ledger.OwnPeer;

/** One command's connection: a ledger client for one identity on the shared channel, and the enterprise's content store. */
public final class Session implements AutoCloseable {
    private final ConnectionProfile profile;
    private final LedgerConnections connections;
    private final ClientIdentity identity;
    private final LedgerClient ledger;

    private Session(ConnectionProfile profile, LedgerConnections connections, ClientIdentity identity) {
        this.profile = profile;
        this.connections = connections;
        this.identity = identity;
        this.ledger = connections.client(identity, profile.channels().get(0));
    }

    /**
     * Connects as a user of an enterprise; nothing is sent yet.
     *
     * @throws CommandException with what to do when profile or identity cannot be read
     */
    public static Session open(Path network, String enterprise, String user) {
        return open(read(network, enterprise), user, Deadlines.defaults());
    }

    /** To ask how an enterprise is: its own peer answers or nobody, and a call is not repeated for a minute. */
    static Session openOwn(Path network, String enterprise, String user) {
        Duration soon = Duration.ofSeconds(15);
        Deadlines usual = Deadlines.defaults();
        return open(
                read(network, enterprise).ownOnly(),
                user,
                new Deadlines(soon, usual.endorse(), usual.endorseAdvance(), usual.submit(), usual.status(), soon));
    }

    private static Session open(ConnectionProfile profile, String user, Deadlines deadlines) {
        try {
            ClientIdentity identity = ClientIdentity.read(profile.mspFolder(user), profile.mspId());
            return new Session(profile, LedgerConnections.to(profile, deadlines), identity);
        } catch (IOException e) {
            throw new CommandException(ExitCode.NETWORK, e.getMessage());
        }
    }

    private static ConnectionProfile read(Path network, String enterprise) {
        try {
            return ConnectionProfile.read(profileOf(network, enterprise));
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

    OwnPeer peer() {
        return connections.ownPeer(identity, profile.channels().get(0));
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
