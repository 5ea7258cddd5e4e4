package org.fedfabric.embedded.gateway;

import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fedfabric.embedded.endorsement.ProposalRejectedException;
import org.hyperledger.fabric.protos.peer.ProposalResponse;
import org.hyperledger.fabric.protos.peer.SignedProposal;

/**
 * What an endorser made of a proposal, sorted as Fabric's gateway sorts it.
 *
 * @param peer who was asked
 * @param response the response; null if there was none
 * @param code OK, or what the failure means for the client
 * @param message the failure's text
 * @param worthRetryingElsewhere whether another endorser might succeed
 */
record PeerAnswer(
        EndorsingPeer peer,
        ProposalResponse response,
        Status.Code code,
        String message,
        boolean worthRetryingElsewhere) {

    boolean isSuccess() {
        return code == Status.Code.OK;
    }

    /** Asks a peer; the future never completes exceptionally. */
    static CompletableFuture<PeerAnswer> from(EndorsingPeer peer, SignedProposal proposal, Duration timeout) {
        return peer.endorser()
                .process(proposal)
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle((response, failure) -> failure == null ? of(peer, response) : of(peer, failure));
    }

    private static PeerAnswer of(EndorsingPeer peer, ProposalResponse response) {
        int status = response.getResponse().getStatus();
        String text = response.getResponse().getMessage();
        if (status >= 200 && status < 400) {
            return new PeerAnswer(peer, response, Status.Code.OK, "", false);
        }
        if (status == 500 && response.getPayload().isEmpty()) {
            // Made by the peer, not by the contract: the chaincode may be missing or broken there only.
            return new PeerAnswer(peer, response, Status.Code.ABORTED, text, true);
        }
        return new PeerAnswer(peer, response, Status.Code.UNKNOWN, "chaincode response " + status + ", " + text, false);
    }

    private static PeerAnswer of(EndorsingPeer peer, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return new PeerAnswer(
                    peer,
                    null,
                    Status.Code.UNAVAILABLE,
                    "rpc error: code = DeadlineExceeded desc = context deadline exceeded",
                    true);
        }
        boolean decided =
                cause instanceof ProposalRejectedException && !((ProposalRejectedException) cause).isFromFilter();
        return decided
                ? new PeerAnswer(peer, null, Status.Code.FAILED_PRECONDITION, cause.getMessage(), false)
                : new PeerAnswer(peer, null, Status.Code.UNAVAILABLE, String.valueOf(cause.getMessage()), true);
    }
}
