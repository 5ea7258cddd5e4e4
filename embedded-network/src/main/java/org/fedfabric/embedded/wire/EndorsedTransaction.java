package org.fedfabric.embedded.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * A transaction as it stands in a block: what was proposed, what the endorsers say it reads and writes, and their
 * signatures. Every structural check that needs neither members nor state is made by {@link #decode}.
 *
 * @param transactionId the id, which follows from creator and nonce
 * @param creator the sender's serialized identity
 * @param responsePayload the bytes every endorser signed
 * @param endorsements who signed them
 * @param action result, events and read-write set, inside the response payload
 * @param readWriteSets the read-write set of each namespace, in the order of the transaction
 */
public record EndorsedTransaction(
        String transactionId,
        ByteString creator,
        ByteString responsePayload,
        List<Endorsement> endorsements,
        ChaincodeAction action,
        List<NamespaceReadWriteSet> readWriteSets) {

    /**
     * What a transaction reads and writes in one namespace.
     *
     * @param namespace the chaincode's name
     * @param set reads, range queries and writes
     */
    public record NamespaceReadWriteSet(String namespace, KVRWSet set) {}

    /** The chaincode's event, or the default instance if there is none. */
    public ChaincodeEvent event() throws InvalidProtocolBufferException {
        return ChaincodeEvent.parseFrom(action.getEvents());
    }

    /** The headers of an envelope, which the orderer needs before anything else is decoded. */
    public record Headers(ChannelHeader channel, SignatureHeader signature) {
        /** Decodes the headers of an envelope. */
        public static Headers of(Envelope envelope) throws InvalidProtocolBufferException {
            Payload payload = Payload.parseFrom(envelope.getPayload());
            return new Headers(
                    ChannelHeader.parseFrom(payload.getHeader().getChannelHeader()),
                    SignatureHeader.parseFrom(payload.getHeader().getSignatureHeader()));
        }
    }

    /**
     * Decodes an envelope and checks its structure.
     *
     * @param channelId the channel on whose chain the envelope lies
     * @throws InvalidTransactionException with the code Fabric records for the defect
     */
    public static EndorsedTransaction decode(Envelope envelope, String channelId) throws InvalidTransactionException {
        Payload payload;
        Headers headers;
        try {
            payload = Payload.parseFrom(envelope.getPayload());
            headers = Headers.of(envelope);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidTransactionException(TxValidationCode.BAD_PAYLOAD, e.getMessage());
        }
        checkHeaders(headers, channelId);
        try {
            return decodeAction(payload, headers);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidTransactionException(TxValidationCode.INVALID_ENDORSER_TRANSACTION, e.getMessage());
        }
    }

    private static void checkHeaders(Headers headers, String channelId) throws InvalidTransactionException {
        if (!headers.channel().getChannelId().equals(channelId)) {
            throw new InvalidTransactionException(
                    TxValidationCode.TARGET_CHAIN_NOT_FOUND,
                    "the transaction names channel " + headers.channel().getChannelId());
        }
        if (headers.channel().getType() != HeaderType.ENDORSER_TRANSACTION_VALUE) {
            throw new InvalidTransactionException(
                    TxValidationCode.UNKNOWN_TX_TYPE,
                    "header type " + headers.channel().getType());
        }
        if (headers.channel().getEpoch() != 0
                || headers.signature().getNonce().isEmpty()
                || headers.signature().getCreator().isEmpty()) {
            throw new InvalidTransactionException(
                    TxValidationCode.BAD_COMMON_HEADER, "epoch must be 0, nonce and creator must be present");
        }
        if (!TransactionIds.of(headers.signature()).equals(headers.channel().getTxId())) {
            throw new InvalidTransactionException(
                    TxValidationCode.BAD_PROPOSAL_TXID, "the id does not follow from creator and nonce");
        }
    }

    private static EndorsedTransaction decodeAction(Payload payload, Headers headers)
            throws InvalidProtocolBufferException, InvalidTransactionException {
        Transaction transaction = Transaction.parseFrom(payload.getData());
        if (transaction.getActionsCount() != 1) {
            throw invalid("only one action per transaction is supported, tx contains " + transaction.getActionsCount());
        }
        ByteString actionHeader = transaction.getActions(0).getHeader();
        if (!SignatureHeader.parseFrom(actionHeader)
                .getCreator()
                .equals(headers.signature().getCreator())) {
            throw invalid("the action was made by someone else than the transaction");
        }
        ChaincodeActionPayload actionPayload =
                ChaincodeActionPayload.parseFrom(transaction.getActions(0).getPayload());
        ByteString responseBytes = actionPayload.getAction().getProposalResponsePayload();
        ProposalResponsePayload response = ProposalResponsePayload.parseFrom(responseBytes);
        ByteString expectedHash = Sha256.of(
                payload.getHeader().getChannelHeader(), actionHeader, actionPayload.getChaincodeProposalPayload());
        if (!expectedHash.equals(response.getProposalHash())) {
            throw invalid("proposal hash does not match");
        }
        ChaincodeAction action = ChaincodeAction.parseFrom(response.getExtension());
        return new EndorsedTransaction(
                headers.channel().getTxId(),
                headers.signature().getCreator(),
                responseBytes,
                actionPayload.getAction().getEndorsementsList(),
                action,
                readWriteSets(action));
    }

    private static List<NamespaceReadWriteSet> readWriteSets(ChaincodeAction action)
            throws InvalidTransactionException {
        try {
            List<NamespaceReadWriteSet> sets = new ArrayList<>();
            for (NsReadWriteSet set :
                    TxReadWriteSet.parseFrom(action.getResults()).getNsRwsetList()) {
                sets.add(new NamespaceReadWriteSet(set.getNamespace(), KVRWSet.parseFrom(set.getRwset())));
            }
            return List.copyOf(sets);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidTransactionException(TxValidationCode.BAD_RWSET, e.getMessage());
        }
    }

    private static InvalidTransactionException invalid(String message) {
        return new InvalidTransactionException(TxValidationCode.INVALID_ENDORSER_TRANSACTION, message);
    }
}
