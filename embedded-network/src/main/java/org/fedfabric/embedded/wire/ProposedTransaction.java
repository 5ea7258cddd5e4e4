package org.fedfabric.embedded.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.ChaincodeHeaderExtension;
import org.hyperledger.fabric.protos.peer.ChaincodeInput;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.Proposal;
import org.hyperledger.fabric.protos.peer.SignedProposal;

/**
 * A proposal as a client signed it, with its parts decoded.
 *
 * @param signed the bytes and signature as received
 * @param header both headers as received
 * @param channelHeader channel, transaction id and timestamp
 * @param signatureHeader creator and nonce
 * @param chaincodeName the chaincode to run
 * @param input function and arguments
 * @param inputBytes the invocation as received, without transient data
 * @param hash what endorsers sign in place of the proposal: headers and invocation, without transient data
 */
public record ProposedTransaction(
        SignedProposal signed,
        Header header,
        ChannelHeader channelHeader,
        SignatureHeader signatureHeader,
        String chaincodeName,
        ChaincodeInput input,
        ByteString inputBytes,
        ByteString hash) {

    /**
     * Decodes a proposal and checks that no part is missing.
     *
     * @throws MalformedMessageException if the bytes are not a complete proposal
     */
    public static ProposedTransaction decode(SignedProposal signed) throws MalformedMessageException {
        try {
            Proposal proposal = Proposal.parseFrom(signed.getProposalBytes());
            Header header = Header.parseFrom(proposal.getHeader());
            ChannelHeader channelHeader = ChannelHeader.parseFrom(header.getChannelHeader());
            ChaincodeHeaderExtension extension = ChaincodeHeaderExtension.parseFrom(channelHeader.getExtension());
            if (!extension.hasChaincodeId()) {
                throw new MalformedMessageException("ChaincodeHeaderExtension.ChaincodeId is nil");
            }
            if (extension.getChaincodeId().getName().isEmpty()) {
                throw new MalformedMessageException("ChaincodeHeaderExtension.ChaincodeId.Name is empty");
            }
            ByteString inputBytes =
                    ChaincodeProposalPayload.parseFrom(proposal.getPayload()).getInput();
            ChaincodeInvocationSpec invocation = ChaincodeInvocationSpec.parseFrom(inputBytes);
            if (!invocation.hasChaincodeSpec()) {
                throw new MalformedMessageException("chaincode invocation spec did not contain chaincode spec");
            }
            if (!invocation.getChaincodeSpec().hasInput()) {
                throw new MalformedMessageException("chaincode input did not contain any input");
            }
            return new ProposedTransaction(
                    signed,
                    header,
                    channelHeader,
                    SignatureHeader.parseFrom(header.getSignatureHeader()),
                    extension.getChaincodeId().getName(),
                    invocation.getChaincodeSpec().getInput(),
                    inputBytes,
                    Sha256.of(
                            header.getChannelHeader(),
                            header.getSignatureHeader(),
                            withoutTransientData(inputBytes).toByteString()));
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessageException("error unmarshalling the proposal: " + e.getMessage());
        }
    }

    /** The payload that goes into the transaction: the invocation without the client's transient data. */
    public static ChaincodeProposalPayload withoutTransientData(ByteString inputBytes) {
        return ChaincodeProposalPayload.newBuilder().setInput(inputBytes).build();
    }

    /** The channel's name; empty for questions to a peer that concern no channel. */
    public String channelId() {
        return channelHeader.getChannelId();
    }

    /** The transaction's id. */
    public String transactionId() {
        return channelHeader.getTxId();
    }

    /** The moment the sender claims to have made the proposal. */
    public Instant timestamp() {
        return Instant.ofEpochSecond(
                channelHeader.getTimestamp().getSeconds(),
                channelHeader.getTimestamp().getNanos());
    }

    /**
     * Checks everything about the headers that needs no knowledge of members.
     *
     * @throws MalformedMessageException with Fabric's wording
     */
    public void checkHeaders() throws MalformedMessageException {
        int type = channelHeader.getType();
        if (type != HeaderType.ENDORSER_TRANSACTION_VALUE && type != HeaderType.CONFIG_VALUE) {
            throw new MalformedMessageException("invalid header type " + HeaderType.forNumber(type));
        }
        if (channelHeader.getEpoch() != 0) {
            throw new MalformedMessageException("epoch is non-zero");
        }
        if (signatureHeader.getNonce().isEmpty()) {
            throw new MalformedMessageException("nonce is empty");
        }
        if (signatureHeader.getCreator().isEmpty()) {
            throw new MalformedMessageException("creator is empty");
        }
        String expected = TransactionIds.of(signatureHeader);
        if (!expected.equals(transactionId())) {
            throw new MalformedMessageException(
                    "incorrectly computed txid '" + transactionId() + "' -- expected '" + expected + "'");
        }
    }
}
