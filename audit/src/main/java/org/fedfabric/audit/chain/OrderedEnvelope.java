package org.fedfabric.audit.chain;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeHeaderExtension;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * One envelope of a block, decoded as far as it can be. Everything that needs neither members nor state is checked here.
 *
 * @param envelope the envelope; its default instance if there is none to read
 * @param channel its channel header
 * @param sender its signature header
 * @param invocation the invocation; null for configuration and for what cannot be decoded
 * @param structure VALID, or what is wrong with its structure
 */
record OrderedEnvelope(
        Envelope envelope, ChannelHeader channel, SignatureHeader sender, Invocation invocation, Verdict structure) {

    static OrderedEnvelope read(ByteString bytes, String channelId) {
        Envelope envelope = Envelope.getDefaultInstance();
        ChannelHeader channel = ChannelHeader.getDefaultInstance();
        SignatureHeader sender = SignatureHeader.getDefaultInstance();
        Verdict structure;
        Payload payload;
        try {
            envelope = Envelope.parseFrom(bytes);
            payload = Payload.parseFrom(envelope.getPayload());
        } catch (InvalidProtocolBufferException e) {
            structure = Verdict.invalid(TxValidationCode.BAD_PAYLOAD, "the envelope cannot be read: " + e.getMessage());
            return new OrderedEnvelope(envelope, channel, sender, null, structure);
        }
        try {
            channel = ChannelHeader.parseFrom(payload.getHeader().getChannelHeader());
            sender = SignatureHeader.parseFrom(payload.getHeader().getSignatureHeader());
        } catch (InvalidProtocolBufferException e) {
            structure =
                    Verdict.invalid(TxValidationCode.BAD_COMMON_HEADER, "a header cannot be read: " + e.getMessage());
            return new OrderedEnvelope(envelope, channel, sender, null, structure);
        }
        structure = checkHeaders(channel, sender, channelId);
        Invocation invocation = null;
        if (channel.getType() == HeaderType.ENDORSER_TRANSACTION_VALUE) {
            try {
                invocation = invocation(payload, channel, sender);
            } catch (InvalidProtocolBufferException e) {
                structure = first(
                        structure,
                        Verdict.invalid(TxValidationCode.INVALID_ENDORSER_TRANSACTION, String.valueOf(e.getMessage())));
            }
        }
        return new OrderedEnvelope(envelope, channel, sender, invocation, structure);
    }

    private static Verdict first(Verdict one, Verdict other) {
        return one.isValid() ? other : one;
    }

    boolean isConfiguration() {
        return channel.getType() == HeaderType.CONFIG_VALUE;
    }

    private static Verdict checkHeaders(ChannelHeader channel, SignatureHeader sender, String channelId) {
        if (channel.getType() != HeaderType.ENDORSER_TRANSACTION_VALUE
                && channel.getType() != HeaderType.CONFIG_VALUE) {
            return Verdict.invalid(TxValidationCode.UNKNOWN_TX_TYPE, "its header names type " + channel.getType());
        }
        if (channel.getEpoch() != 0
                || sender.getNonce().isEmpty()
                || sender.getCreator().isEmpty()) {
            return Verdict.invalid(
                    TxValidationCode.BAD_COMMON_HEADER, "epoch must be 0, nonce and creator must be there");
        }
        if (!channel.getChannelId().equals(channelId)) {
            return Verdict.invalid(
                    TxValidationCode.TARGET_CHAIN_NOT_FOUND, "it is for channel " + channel.getChannelId());
        }
        if (channel.getType() == HeaderType.ENDORSER_TRANSACTION_VALUE) {
            String id = Hashes.hex(Hashes.sha256(sender.getNonce(), sender.getCreator()));
            if (!id.equals(channel.getTxId())) {
                return Verdict.invalid(
                        TxValidationCode.BAD_PROPOSAL_TXID,
                        "its id must follow from nonce and creator, which give " + id);
            }
        }
        return Verdict.VALID;
    }

    /** Decodes the invocation; what does not fit together is told by an exception, as what cannot be decoded. */
    private static Invocation invocation(Payload payload, ChannelHeader channel, SignatureHeader sender)
            throws InvalidProtocolBufferException {
        Transaction transaction = Transaction.parseFrom(payload.getData());
        require(
                transaction.getActionsCount() == 1,
                "it must hold one action, it holds " + transaction.getActionsCount());
        ByteString actionHeader = transaction.getActions(0).getHeader();
        SignatureHeader inner = SignatureHeader.parseFrom(actionHeader);
        require(
                !inner.getNonce().isEmpty() && inner.getCreator().equals(sender.getCreator()),
                "the action must be made by the transaction's sender");
        ChaincodeActionPayload action =
                ChaincodeActionPayload.parseFrom(transaction.getActions(0).getPayload());
        ByteString responseBytes = action.getAction().getProposalResponsePayload();
        ProposalResponsePayload response = ProposalResponsePayload.parseFrom(responseBytes);
        ByteString proposalHash = Hashes.sha256(
                payload.getHeader().getChannelHeader(), actionHeader, action.getChaincodeProposalPayload());
        require(
                proposalHash.equals(response.getProposalHash()),
                "what was endorsed must be what was proposed; the hashes of the proposal differ");
        ChaincodeAction outcome = ChaincodeAction.parseFrom(response.getExtension());
        String chaincode = ChaincodeHeaderExtension.parseFrom(channel.getExtension())
                .getChaincodeId()
                .getName();
        require(
                !chaincode.isEmpty()
                        && chaincode.equals(outcome.getChaincodeId().getName()),
                "the chaincode that answered must be the one that was called");
        if (!outcome.getEvents().isEmpty()) {
            require(
                    ChaincodeEvent.parseFrom(outcome.getEvents())
                            .getChaincodeId()
                            .equals(chaincode),
                    "the event must be the chaincode's own");
        }
        return new Invocation(
                chaincode,
                ChaincodeInvocationSpec.parseFrom(
                                ChaincodeProposalPayload.parseFrom(action.getChaincodeProposalPayload())
                                        .getInput())
                        .getChaincodeSpec()
                        .getInput()
                        .getArgsList(),
                responseBytes,
                outcome,
                NamespaceSet.all(outcome.getResults()),
                action.getAction().getEndorsementsList());
    }

    private static void require(boolean holds, String otherwise) throws InvalidProtocolBufferException {
        if (!holds) {
            throw new InvalidProtocolBufferException(otherwise);
        }
    }
}
