package org.fedfabric.embedded.endorsement;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.hyperledger.fabric.protos.peer.EndorserGrpc;
import org.hyperledger.fabric.protos.peer.ProposalResponse;
import org.hyperledger.fabric.protos.peer.SignedProposal;

/** The endorser as a gRPC service, for clients that collect endorsements themselves, such as the {@code peer} command. */
public final class EndorserService extends EndorserGrpc.EndorserImplBase {
    private final Endorser endorser;

    /** A service in front of that endorser. */
    public EndorserService(Endorser endorser) {
        this.endorser = endorser;
    }

    @Override
    public void processProposal(SignedProposal proposal, StreamObserver<ProposalResponse> client) {
        endorser.process(proposal).whenComplete((response, failure) -> {
            if (failure != null) {
                client.onError(
                        Status.UNKNOWN.withDescription(failure.getMessage()).asRuntimeException());
            } else {
                client.onNext(response);
                client.onCompleted();
            }
        });
    }
}
