package org.fedfabric.embedded.endorsement;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.fedfabric.embedded.identity.MemberIdentity;
import org.fedfabric.embedded.identity.MembershipRegistry;
import org.fedfabric.embedded.identity.SigningIdentity;
import org.fedfabric.embedded.identity.UnknownIdentityException;
import org.fedfabric.embedded.ordering.Channel;
import org.fedfabric.embedded.state.Simulation;
import org.fedfabric.embedded.state.WorldState;
import org.fedfabric.embedded.wire.MalformedMessageException;
import org.fedfabric.embedded.wire.ProposedTransaction;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponse;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.protos.peer.SignedProposal;

/**
 * One enterprise's endorser.
 *
 * <p>A proposal that may not be processed is rejected ({@link ProposalRejectedException}); one that fails while it is
 * processed gets a response of status 500. Clients and gateways tell the two apart, as with a real peer.
 */
public final class Endorser {
    /** Responses from here on are not endorsed (the shim's ERRORTHRESHOLD). */
    private static final int ERROR_THRESHOLD = 400;

    /** Responses from here on carry the contract's payload without an endorsement (the shim's ERROR). */
    private static final int ERROR = 500;

    private final SigningIdentity identity;
    private final MembershipRegistry localMembers;
    private final Map<String, Channel> channels;
    private final ChaincodeLink chaincode;
    private final SystemChaincodes systemChaincodes;
    private final Duration timeWindow;
    private final Clock clock;

    /**
     * An endorser.
     *
     * @param identity who signs
     * @param localMembers the enterprise's own members, who may ask about no channel in particular
     * @param channels the channels the enterprise is a member of, by name
     * @param chaincode the enterprise's own chaincode
     * @param timeWindow how far a proposal's timestamp may be from the clock, either way
     */
    public Endorser(
            SigningIdentity identity,
            MembershipRegistry localMembers,
            Map<String, Channel> channels,
            ChaincodeLink chaincode,
            Duration timeWindow,
            Clock clock) {
        this.identity = identity;
        this.localMembers = localMembers;
        this.channels = Map.copyOf(channels);
        this.chaincode = chaincode;
        this.systemChaincodes = new SystemChaincodes(this.channels);
        this.timeWindow = timeWindow;
        this.clock = clock;
    }

    /** The MSP id of the enterprise it endorses for. */
    public String mspId() {
        return identity.mspId();
    }

    /**
     * Runs a proposal and signs its outcome.
     *
     * @return completed with a response, or exceptionally with a {@link ProposalRejectedException}
     */
    public CompletableFuture<ProposalResponse> process(SignedProposal signed) {
        try {
            ProposedTransaction proposal = ProposedTransaction.decode(signed);
            checkTimestamp(proposal);
            Channel channel = null;
            if (!proposal.channelId().isEmpty()) {
                channel = channels.get(proposal.channelId());
                if (channel == null) {
                    return CompletableFuture.completedFuture(
                            failure("channel '" + proposal.channelId() + "' not found"));
                }
            }
            MemberIdentity creator = checkCreator(proposal, channel);
            if (SystemChaincodes.contains(proposal.chaincodeName())) {
                return CompletableFuture.completedFuture(systemResponse(proposal, creator));
            }
            checkMaySubmit(proposal, channel, creator);
            return run(proposal, channel);
        } catch (MalformedMessageException e) {
            return rejection(e.getMessage(), /* fromFilter= */ false);
        } catch (ProposalRejectedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static CompletableFuture<ProposalResponse> rejection(String message, boolean fromFilter) {
        return CompletableFuture.failedFuture(new ProposalRejectedException(message, fromFilter));
    }

    private void checkTimestamp(ProposedTransaction proposal) throws ProposalRejectedException {
        Instant now = clock.instant();
        Instant timestamp = proposal.timestamp();
        if (Duration.between(timestamp, now).abs().compareTo(timeWindow) > 0) {
            throw new ProposalRejectedException(
                    "request unauthorized due to incorrect timestamp " + timestamp.truncatedTo(ChronoUnit.SECONDS)
                            + ", peer time " + now.truncatedTo(ChronoUnit.SECONDS)
                            + ", peer.authentication.timewindow " + timeWindow.toSeconds() + "s",
                    /* beforeDecoding= */ true);
        }
    }

    private MemberIdentity checkCreator(ProposedTransaction proposal, Channel channel)
            throws ProposalRejectedException, MalformedMessageException {
        try {
            proposal.checkHeaders();
        } catch (MalformedMessageException e) {
            throw new MalformedMessageException("error validating proposal: " + e.getMessage());
        }
        MembershipRegistry members = channel == null ? localMembers : channel.members();
        String denied = "error validating proposal: access denied: channel [" + proposal.channelId() + "] creator org ";
        try {
            MemberIdentity creator =
                    members.deserialize(proposal.signatureHeader().getCreator());
            if (!creator.isValidAt(clock.instant())) {
                throw new ProposalRejectedException("proposal client identity expired", /* beforeDecoding= */ true);
            }
            if (!creator.verify(
                    proposal.signed().getProposalBytes(), proposal.signed().getSignature())) {
                throw new ProposalRejectedException(denied + "[" + creator.mspId() + "]", false);
            }
            return creator;
        } catch (UnknownIdentityException e) {
            throw new ProposalRejectedException(denied + "unknown, creator is malformed", false);
        }
    }

    private void checkMaySubmit(ProposedTransaction proposal, Channel channel, MemberIdentity creator)
            throws ProposalRejectedException {
        if (channel == null) {
            throw new ProposalRejectedException(
                    "chaincode " + proposal.chaincodeName() + " can only be invoked on a channel", false);
        }
        if (channel.ledger().status(proposal.transactionId()).isPresent()) {
            throw new ProposalRejectedException(
                    "duplicate transaction found [" + proposal.transactionId() + "]. Creator ["
                            + HexFormat.of()
                                    .formatHex(proposal.signatureHeader()
                                            .getCreator()
                                            .toByteArray())
                            + "]",
                    false);
        }
        if (!creator.role().maySubmit()
                || !channel.ledger().channel().organizations().containsKey(creator.mspId())) {
            throw new ProposalRejectedException(
                    "failed evaluating policy on signed data during check policy on channel [" + proposal.channelId()
                            + "] with policy [/Channel/Application/Writers]: [implicit policy evaluation failed]",
                    false);
        }
    }

    private CompletableFuture<ProposalResponse> run(ProposedTransaction proposal, Channel channel) {
        String defined = channel.ledger().channel().chaincodeName();
        if (!proposal.chaincodeName().equals(defined)) {
            return CompletableFuture.completedFuture(failure("make sure the chaincode " + proposal.chaincodeName()
                    + " has been successfully defined on channel " + proposal.channelId()
                    + " and try again: chaincode " + proposal.chaincodeName() + " not found"));
        }
        return chaincode
                .execute(proposal, channel.ledger())
                .thenApply(finished -> response(proposal, finished))
                .exceptionally(thrown -> {
                    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
                    return failure("error in simulation: failed to execute transaction " + proposal.transactionId()
                            + ": " + cause.getMessage());
                });
    }

    private ProposalResponse response(ProposedTransaction proposal, FinishedRun finished) {
        ChaincodeMessage message = finished.message();
        if (message.getType() == ChaincodeMessage.Type.ERROR) {
            throw new ChaincodeFailure(
                    "transaction returned with failure: " + message.getPayload().toStringUtf8());
        }
        Response response;
        try {
            response = Response.parseFrom(message.getPayload());
        } catch (InvalidProtocolBufferException e) {
            throw new ChaincodeFailure("the chaincode's response cannot be decoded: " + e.getMessage());
        }
        ChaincodeEvent event = message.getChaincodeEvent();
        ByteString eventBytes = event.getEventName().isEmpty() || response.getStatus() >= ERROR_THRESHOLD
                ? ByteString.EMPTY
                : event.toBuilder()
                        .setChaincodeId(proposal.chaincodeName())
                        .setTxId(proposal.transactionId())
                        .build()
                        .toByteString();
        ByteString payload = payload(proposal, response, finished.simulation(), eventBytes);
        if (response.getStatus() >= ERROR) {
            return ProposalResponse.newBuilder()
                    .setResponse(response)
                    .setPayload(payload)
                    .build();
        }
        if (response.getStatus() >= ERROR_THRESHOLD) {
            return ProposalResponse.newBuilder().setResponse(response).build();
        }
        return endorsed(response, payload);
    }

    /** Answers about a channel are endorsed, which the {@code peer} command insists on; others never are. */
    private ProposalResponse systemResponse(ProposedTransaction proposal, MemberIdentity creator) {
        Response response = systemChaincodes.answer(proposal, creator);
        if (response.getStatus() >= ERROR_THRESHOLD || proposal.channelId().isEmpty()) {
            return ProposalResponse.newBuilder().setResponse(response).build();
        }
        Simulation nothing = new Simulation(WorldState.EMPTY, proposal.chaincodeName());
        return endorsed(response, payload(proposal, response, nothing, ByteString.EMPTY));
    }

    private static ByteString payload(
            ProposedTransaction proposal, Response response, Simulation simulation, ByteString event) {
        ChaincodeAction action = ChaincodeAction.newBuilder()
                .setResults(simulation.readWriteSet())
                .setEvents(event)
                .setResponse(response)
                .setChaincodeId(ChaincodeID.newBuilder()
                        .setName(proposal.chaincodeName())
                        .setVersion(SystemChaincodes.VERSION))
                .build();
        return ProposalResponsePayload.newBuilder()
                .setProposalHash(proposal.hash())
                .setExtension(action.toByteString())
                .build()
                .toByteString();
    }

    private ProposalResponse endorsed(Response response, ByteString payload) {
        return ProposalResponse.newBuilder()
                .setVersion(1)
                .setResponse(response)
                .setPayload(payload)
                .setEndorsement(Endorsement.newBuilder()
                        .setEndorser(identity.serialized())
                        .setSignature(identity.sign(payload.concat(identity.serialized()))))
                .build();
    }

    private static ProposalResponse failure(String message) {
        return ProposalResponse.newBuilder()
                .setResponse(Response.newBuilder().setStatus(ERROR).setMessage(message))
                .build();
    }
}
