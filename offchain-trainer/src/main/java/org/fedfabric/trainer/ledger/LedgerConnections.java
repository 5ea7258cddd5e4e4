package org.fedfabric.trainer.ledger;

import java.util.List;

/**
 * A process's connections to the network of its {@link ConnectionProfile}: one per peer, opened when first used, shared by
 * every identity and channel.
 */
public final class LedgerConnections implements AutoCloseable {
    private final ConnectionProfile profile;
    private final Deadlines deadlines;
    private final List<PeerConnection> peers;
    private final LedgerCounters counters = new LedgerCounters();
    private final Suspicion suspicion = new Suspicion();

    private LedgerConnections(ConnectionProfile profile, Deadlines deadlines) {
        this.profile = profile;
        this.deadlines = deadlines;
        this.peers = profile.gateways().stream()
                .map(gateway -> new PeerConnection(gateway, profile.tls()))
                .toList();
    }

    /** Connections with the measured deadlines. Nothing is opened yet. */
    public static LedgerConnections to(ConnectionProfile profile) {
        return to(profile, Deadlines.defaults());
    }

    /** Connections with other deadlines. Nothing is opened yet. */
    public static LedgerConnections to(ConnectionProfile profile, Deadlines deadlines) {
        return new LedgerConnections(profile, deadlines);
    }

    /** The network. */
    public ConnectionProfile profile() {
        return profile;
    }

    /** A client that acts as the identity on the channel. */
    public LedgerClient client(ClientIdentity identity, String channel) {
        Gateways gateways = new Gateways(peers, identity, channel, profile.chaincode());
        Enquiry enquiry = new Enquiry(profile, deadlines, gateways);
        Invocation invocation = new Invocation(profile, deadlines, gateways, counters, suspicion);
        return new FabricLedgerClient(channel, identity, gateways, enquiry, invocation);
    }

    /** A reader of the channel's whole blocks, from the own enterprise's peer. */
    public ChainReader chain(ClientIdentity identity, String channel) {
        // A profile's first gateway is the own enterprise's.
        return new ChainReader(peers.get(0), identity, channel);
    }

    /** Questions to the own enterprise's peer itself. */
    public OwnPeer ownPeer(ClientIdentity identity, String channel) {
        return new OwnPeer(new Gateways(peers, identity, channel, profile.chaincode()), channel);
    }

    /** What became of all submissions through these connections. */
    public LedgerCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        peers.forEach(PeerConnection::close);
    }
}
