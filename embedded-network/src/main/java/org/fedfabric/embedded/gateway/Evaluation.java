package org.fedfabric.embedded.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.protos.peer.SignedProposal;

/** Asks one peer after the other until one has an answer or a refusal that the others would share. */
final class Evaluation {
    private final SignedProposal proposal;
    private final List<EndorsingPeer> peers;
    private final Duration timeout;
    private final List<ErrorDetail> errors = new ArrayList<>();

    private Evaluation(SignedProposal proposal, List<EndorsingPeer> peers, Duration timeout) {
        this.proposal = proposal;
        this.peers = peers;
        this.timeout = timeout;
    }

    static CompletableFuture<Response> of(SignedProposal proposal, List<EndorsingPeer> peers, Duration timeout) {
        return new Evaluation(proposal, peers, timeout).ask(0);
    }

    private CompletableFuture<Response> ask(int index) {
        return PeerAnswer.from(peers.get(index), proposal, timeout).thenCompose(answer -> {
            if (answer.isSuccess()) {
                return CompletableFuture.completedFuture(answer.response().getResponse());
            }
            errors.add(answer.peer().error(answer.message()));
            if (!answer.worthRetryingElsewhere()) {
                throw GatewayErrors.of(
                        answer.code(), "evaluate call to endorser returned error: " + answer.message(), errors);
            }
            if (index + 1 == peers.size()) {
                throw GatewayErrors.of(
                        answer.code(), "failed to evaluate transaction, see attached details for more info", errors);
            }
            return ask(index + 1);
        });
    }
}
