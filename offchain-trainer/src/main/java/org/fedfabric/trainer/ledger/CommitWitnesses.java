package org.fedfabric.trainer.ledger;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.client.CommitStatusException;
import org.hyperledger.fabric.client.Status;
import org.hyperledger.fabric.client.SubmittedTransaction;

/**
 * Whom to believe about a transaction's fate (protocol.md §4): the own peer alone, a rival's only when a majority of
 * enterprises says the same. A rival that calls a lost submission committed would keep its owner from sending it again.
 */
final class CommitWitnesses {
    private final ConnectionProfile profile;
    private final Deadlines deadlines;
    private final Gateways gateways;

    CommitWitnesses(ConnectionProfile profile, Deadlines deadlines, Gateways gateways) {
        this.profile = profile;
        this.deadlines = deadlines;
        this.gateways = gateways;
    }

    /** Whether what a gateway told of a transaction counts; asks others if it must. */
    boolean confirm(PeerConnection teller, Status told, SubmittedTransaction transaction, TimeLimit limit) {
        if (isOwn(teller)) {
            return true;
        }
        Set<String> agreeing = new HashSet<>(Set.of(teller.mspId()));
        for (PeerConnection peer : gateways.inOrder()) {
            if (agreeing.size() >= profile.majority()) {
                return true;
            }
            if (agreeing.contains(peer.mspId())) {
                continue;
            }
            try {
                Duration wait = limit.within(deadlines.status());
                Status said = gateways.commit(peer, transaction)
                        .getStatus(o -> o.withDeadlineAfter(wait.toNanos(), TimeUnit.NANOSECONDS));
                boolean agrees = said.getCode() == told.getCode();
                if (isOwn(peer)) {
                    return agrees;
                }
                if (agrees) {
                    agreeing.add(peer.mspId());
                }
            } catch (CommitStatusException e) {
                peer.failed();
            }
        }
        return agreeing.size() >= profile.majority();
    }

    private boolean isOwn(PeerConnection peer) {
        return peer.mspId().equals(profile.mspId());
    }
}
