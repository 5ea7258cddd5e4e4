package org.fedfabric.embedded.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.fedfabric.embedded.identity.MemberIdentity;
import org.fedfabric.embedded.identity.UnknownIdentityException;
import org.fedfabric.embedded.ledger.TransactionStatus;
import org.fedfabric.embedded.ordering.Channel;
import org.fedfabric.embedded.wire.MalformedMessageException;
import org.fedfabric.embedded.wire.ProposedTransaction;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsRequest;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsResponse;
import org.hyperledger.fabric.protos.gateway.CommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.CommitStatusResponse;
import org.hyperledger.fabric.protos.gateway.EndorseRequest;
import org.hyperledger.fabric.protos.gateway.EndorseResponse;
import org.hyperledger.fabric.protos.gateway.EvaluateRequest;
import org.hyperledger.fabric.protos.gateway.EvaluateResponse;
import org.hyperledger.fabric.protos.gateway.GatewayGrpc;
import org.hyperledger.fabric.protos.gateway.SignedChaincodeEventsRequest;
import org.hyperledger.fabric.protos.gateway.SignedCommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.SubmitRequest;
import org.hyperledger.fabric.protos.gateway.SubmitResponse;
import org.hyperledger.fabric.protos.orderer.BroadcastResponse;
import org.hyperledger.fabric.protos.peer.SignedProposal;

/** One enterprise's gateway: the five calls of Fabric's Gateway service. No call holds a thread while it waits. */
public final class GatewayService extends GatewayGrpc.GatewayImplBase {
    private final String ownMspId;
    private final Map<String, Channel> channels;
    private final Map<String, EndorsingPeer> peersByMspId;
    private final Duration endorsementTimeout;
    private final Executor executor;
    private final Clock clock;

    /**
     * A gateway.
     *
     * @param ownMspId the enterprise it belongs to
     * @param channels the channels of that enterprise, by name
     * @param peers the endorsers of the network, in the order in which they are to be asked
     * @param endorsementTimeout how long one endorser may take
     * @param executor runs the sending of events
     */
    public GatewayService(
            String ownMspId,
            Map<String, Channel> channels,
            List<EndorsingPeer> peers,
            Duration endorsementTimeout,
            Executor executor,
            Clock clock) {
        this.ownMspId = ownMspId;
        this.channels = Map.copyOf(channels);
        this.peersByMspId = new LinkedHashMap<>();
        peers.forEach(peer -> peersByMspId.put(peer.mspId(), peer));
        this.endorsementTimeout = endorsementTimeout;
        this.executor = executor;
        this.clock = clock;
    }

    @Override
    public void evaluate(EvaluateRequest request, StreamObserver<EvaluateResponse> client) {
        answer(client, () -> {
            ProposedTransaction proposal = decode(request.getProposedTransaction());
            List<EndorsingPeer> peers = new ArrayList<>();
            for (EndorsingPeer peer : membersOwnFirst(proposal.channelId())) {
                if (request.getTargetOrganizationsCount() == 0
                        || request.getTargetOrganizationsList().contains(peer.mspId())) {
                    peers.add(peer);
                }
            }
            if (peers.isEmpty()) {
                throw GatewayErrors.of(
                        Status.Code.FAILED_PRECONDITION,
                        "no peers available to evaluate chaincode " + proposal.chaincodeName() + " in channel "
                                + proposal.channelId());
            }
            return Evaluation.of(proposal.signed(), peers, endorsementTimeout)
                    .thenApply(result ->
                            EvaluateResponse.newBuilder().setResult(result).build());
        });
    }

    @Override
    public void endorse(EndorseRequest request, StreamObserver<EndorseResponse> client) {
        answer(client, () -> {
            ProposedTransaction proposal = decode(request.getProposedTransaction());
            List<EndorsingPeer> members = membersOwnFirst(proposal.channelId());
            List<String> organizations = request.getEndorsingOrganizationsList();
            if (!organizations.isEmpty()) {
                return EndorsementRound.ofAll(proposal, named(members, organizations), endorsementTimeout)
                        .thenApply(GatewayService::endorsed);
            }
            if (members.isEmpty()) {
                throw GatewayErrors.of(
                        Status.Code.FAILED_PRECONDITION,
                        "no combination of peers can be derived which satisfy the endorsement policy: channel "
                                + proposal.channelId() + " not found");
            }
            int required = channels.get(proposal.channelId())
                    .ledger()
                    .channel()
                    .endorsementPolicy()
                    .required();
            return EndorsementRound.ownFirst(proposal, members, required, endorsementTimeout)
                    .thenApply(GatewayService::endorsed);
        });
    }

    private static EndorseResponse endorsed(Envelope transaction) {
        return EndorseResponse.newBuilder().setPreparedTransaction(transaction).build();
    }

    private static List<EndorsingPeer> named(List<EndorsingPeer> members, List<String> organizations) {
        List<EndorsingPeer> peers = members.stream()
                .filter(peer -> organizations.contains(peer.mspId()))
                .toList();
        List<String> missing = organizations.stream()
                .filter(organization ->
                        peers.stream().noneMatch(peer -> peer.mspId().equals(organization)))
                .toList();
        if (!missing.isEmpty()) {
            throw GatewayErrors.of(
                    Status.Code.UNAVAILABLE,
                    "failed to find any endorsing peers for org(s): " + String.join(", ", missing));
        }
        return peers;
    }

    @Override
    public void submit(SubmitRequest request, StreamObserver<SubmitResponse> client) {
        answer(client, () -> {
            if (!request.hasPreparedTransaction()) {
                throw GatewayErrors.of(Status.Code.INVALID_ARGUMENT, "a prepared transaction is required");
            }
            if (request.getPreparedTransaction().getSignature().isEmpty()) {
                throw GatewayErrors.of(Status.Code.INVALID_ARGUMENT, "prepared transaction must be signed");
            }
            Channel channel = channels.get(request.getChannelId());
            if (channel == null) {
                throw GatewayErrors.of(
                        Status.Code.FAILED_PRECONDITION, "channel " + request.getChannelId() + " not found");
            }
            BroadcastResponse response = channel.orderer().broadcast(request.getPreparedTransaction());
            int status = response.getStatusValue();
            if (status >= 400 && status < 500) {
                throw GatewayErrors.of(
                        Status.Code.ABORTED,
                        "received unsuccessful response from orderer: status=" + response.getStatus() + ", info="
                                + response.getInfo());
            }
            if (status >= 500) {
                throw GatewayErrors.of(
                        Status.Code.UNAVAILABLE,
                        "no orderers could successfully process transaction: " + response.getInfo());
            }
            return CompletableFuture.completedFuture(SubmitResponse.getDefaultInstance());
        });
    }

    @Override
    public void commitStatus(SignedCommitStatusRequest signed, StreamObserver<CommitStatusResponse> client) {
        answer(client, () -> {
            CommitStatusRequest request = CommitStatusRequest.parseFrom(signed.getRequest());
            Channel channel =
                    readable(request.getChannelId(), request.getIdentity(), signed.getRequest(), signed.getSignature());
            if (request.getTransactionId().isEmpty()) {
                throw GatewayErrors.of(Status.Code.INVALID_ARGUMENT, "transaction ID should not be empty");
            }
            CompletableFuture<TransactionStatus> status = channel.ledger().awaitStatus(request.getTransactionId());
            ((ServerCallStreamObserver<CommitStatusResponse>) client).setOnCancelHandler(() -> status.cancel(false));
            return status.handle((found, failure) -> {
                if (failure != null) {
                    throw GatewayErrors.of(Status.Code.UNAVAILABLE, String.valueOf(failure.getMessage()));
                }
                return CommitStatusResponse.newBuilder()
                        .setResult(found.code())
                        .setBlockNumber(found.block())
                        .build();
            });
        });
    }

    @Override
    public void chaincodeEvents(SignedChaincodeEventsRequest signed, StreamObserver<ChaincodeEventsResponse> client) {
        try {
            ChaincodeEventsRequest request = ChaincodeEventsRequest.parseFrom(signed.getRequest());
            Channel channel =
                    readable(request.getChannelId(), request.getIdentity(), signed.getRequest(), signed.getSignature());
            ChaincodeEventStream.start(
                    request, channel.ledger(), (ServerCallStreamObserver<ChaincodeEventsResponse>) client, executor);
        } catch (InvalidProtocolBufferException e) {
            client.onError(GatewayErrors.of(
                    Status.Code.INVALID_ARGUMENT, "invalid chaincode events request: " + e.getMessage()));
        } catch (StatusRuntimeException e) {
            client.onError(e);
        }
    }

    /** The members of a channel of this enterprise, beginning with the enterprise itself; none of any other channel. */
    private List<EndorsingPeer> membersOwnFirst(String channelId) {
        Channel channel = channels.get(channelId);
        if (channel == null) {
            return List.of();
        }
        List<EndorsingPeer> members = new ArrayList<>();
        members.add(peersByMspId.get(ownMspId));
        for (EndorsingPeer peer : peersByMspId.values()) {
            if (!peer.mspId().equals(ownMspId)
                    && channel.ledger().channel().organizations().containsKey(peer.mspId())) {
                members.add(peer);
            }
        }
        return members;
    }

    private Channel readable(String channelId, ByteString identity, ByteString message, ByteString signature) {
        if (identity.isEmpty()) {
            throw GatewayErrors.of(Status.Code.INVALID_ARGUMENT, "no identity provided");
        }
        Channel channel = channels.get(channelId);
        if (channel != null) {
            try {
                MemberIdentity reader = channel.members().deserialize(identity);
                if (reader.isValidAt(clock.instant()) && reader.verify(message, signature)) {
                    return channel;
                }
            } catch (UnknownIdentityException e) {
                throw denied(channelId);
            }
        }
        throw denied(channelId);
    }

    private static StatusRuntimeException denied(String channelId) {
        return GatewayErrors.of(
                Status.Code.PERMISSION_DENIED,
                "failed evaluating policy on signed data during check policy on channel [" + channelId
                        + "] with policy [/Channel/Application/Readers]");
    }

    private static ProposedTransaction decode(SignedProposal proposal) {
        if (proposal.getProposalBytes().isEmpty()) {
            throw GatewayErrors.of(
                    Status.Code.INVALID_ARGUMENT, "the proposed transaction must contain a signed proposal");
        }
        try {
            return ProposedTransaction.decode(proposal);
        } catch (MalformedMessageException e) {
            throw GatewayErrors.of(
                    Status.Code.INVALID_ARGUMENT, "failed to unpack transaction proposal: " + e.getMessage());
        }
    }

    /** A call's work; what it throws becomes the call's error. */
    private interface Work<T> {
        CompletableFuture<T> start() throws InvalidProtocolBufferException;
    }

    private static <T> void answer(StreamObserver<T> client, Work<T> work) {
        // A handler for cancellation keeps gRPC from throwing at an answer that comes too late.
        ((ServerCallStreamObserver<T>) client).setOnCancelHandler(() -> {});
        CompletableFuture<T> result;
        try {
            result = work.start();
        } catch (InvalidProtocolBufferException e) {
            result = CompletableFuture.failedFuture(
                    GatewayErrors.of(Status.Code.INVALID_ARGUMENT, "invalid request: " + e.getMessage()));
        } catch (StatusRuntimeException e) {
            result = CompletableFuture.failedFuture(e);
        }
        result.whenComplete((response, failure) -> {
            if (failure != null) {
                client.onError(GatewayErrors.unwrap(failure));
            } else {
                client.onNext(response);
                client.onCompleted();
            }
        });
    }
}
