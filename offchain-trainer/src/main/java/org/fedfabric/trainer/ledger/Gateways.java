package org.fedfabric.trainer.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hyperledger.fabric.client.Commit;
import org.hyperledger.fabric.client.Contract;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.Hash;
import org.hyperledger.fabric.client.Network;
import org.hyperledger.fabric.client.Proposal;
import org.hyperledger.fabric.client.Transaction;
import org.hyperledger.fabric.client.identity.X509Identity;

/** One identity's view of all peers on one channel. A gateway object is a signer and a reference to the shared connection. */
final class Gateways {
    private final List<PeerConnection> peers;
    private final ClientIdentity identity;
    private final String channel;
    private final String chaincode;
    private final Map<PeerConnection, Gateway> opened = new LinkedHashMap<>();
    private X509Identity openedAs;

    Gateways(List<PeerConnection> peers, ClientIdentity identity, String channel, String chaincode) {
        this.peers = peers;
        this.identity = identity;
        this.channel = channel;
        this.chaincode = chaincode;
    }

    /** The peers in the order to ask them: as in the profile, those that failed lately last. */
    List<PeerConnection> inOrder() {
        List<PeerConnection> order =
                new ArrayList<>(peers.stream().filter(p -> !p.rests()).toList());
        peers.stream().filter(p -> !order.contains(p)).forEach(order::add);
        return order;
    }

    /** As {@link #inOrder}, of other enterprises than the given one. */
    List<PeerConnection> inOrderWithout(String mspId) {
        return inOrder().stream().filter(p -> !p.mspId().equals(mspId)).toList();
    }

    synchronized Gateway at(PeerConnection peer) {
        X509Identity current = identity.x509();
        if (current != openedAs) {
            // Renewed: what the old certificate opened goes on to its end, what comes next is signed by the new one.
            opened.clear();
            openedAs = current;
        }
        return opened.computeIfAbsent(
                peer,
                p -> Gateway.newInstance()
                        .identity(current)
                        .signer(identity.signer())
                        .hash(Hash.SHA256)
                        .connection(p.channel())
                        .connect());
    }

    Network network(PeerConnection peer) {
        return at(peer).getNetwork(channel);
    }

    /** The same signed transaction, to be carried by another gateway. */
    Transaction same(PeerConnection peer, Transaction signed) {
        return at(peer).newTransaction(signed.getBytes());
    }

    /** The question for a transaction's fate, to be asked of another gateway. */
    Commit commit(PeerConnection peer, Commit asked) {
        return at(peer).newCommit(asked.getBytes());
    }

    /** As whom the calls are signed. */
    ClientIdentity identity() {
        return identity;
    }

    String chaincode() {
        return chaincode;
    }

    /** A signed proposal with a fresh timestamp; endorsed by the enterprises named, or as the gateway sees fit. */
    Proposal proposal(PeerConnection peer, List<String> endorsers, String function, String... arguments) {
        Contract contract = network(peer).getContract(chaincode);
        Proposal.Builder builder = contract.newProposal(function).addArguments(arguments);
        if (!endorsers.isEmpty()) {
            builder.setEndorsingOrganizations(endorsers.toArray(String[]::new));
        }
        return builder.build();
    }
}
