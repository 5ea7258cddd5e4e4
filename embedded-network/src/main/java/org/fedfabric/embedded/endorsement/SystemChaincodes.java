package org.fedfabric.embedded.endorsement;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fedfabric.embedded.identity.MemberIdentity;
import org.fedfabric.embedded.ledger.CommittedBlock;
import org.fedfabric.embedded.ledger.Ledger;
import org.fedfabric.embedded.ledger.TransactionStatus;
import org.fedfabric.embedded.ordering.Channel;
import org.fedfabric.embedded.wire.ProposedTransaction;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.peer.ApplicationPolicy;
import org.hyperledger.fabric.protos.peer.ChannelInfo;
import org.hyperledger.fabric.protos.peer.ChannelQueryResponse;
import org.hyperledger.fabric.protos.peer.ProcessedTransaction;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.protos.peer.lifecycle.QueryChaincodeDefinitionArgs;
import org.hyperledger.fabric.protos.peer.lifecycle.QueryChaincodeDefinitionResult;
import org.hyperledger.fabric.protos.peer.lifecycle.QueryChaincodeDefinitionsResult;

/**
 * The questions a peer answers itself: about blocks ({@code qscc}), channels ({@code cscc}) and the chaincode's definition
 * ({@code _lifecycle}). Reading only: nothing can be installed, approved or reconfigured.
 */
final class SystemChaincodes {
    /** The version and sequence of the only definition there is. */
    static final String VERSION = "1.0";

    private static final Set<String> NAMES = Set.of("qscc", "cscc", "_lifecycle");
    private static final int OK = 200;
    private static final int FAILED = 500;

    private final Map<String, Channel> channels;

    SystemChaincodes(Map<String, Channel> channels) {
        this.channels = channels;
    }

    static boolean contains(String chaincodeName) {
        return NAMES.contains(chaincodeName);
    }

    /** The answer to a question, with status 500 and a text if there is none. */
    Response answer(ProposedTransaction proposal, MemberIdentity creator) {
        List<ByteString> arguments = proposal.input().getArgsList();
        String function = arguments.isEmpty() ? "" : arguments.get(0).toStringUtf8();
        try {
            switch (proposal.chaincodeName()) {
                case "qscc":
                    return success(ledgerQuery(function, arguments, creator));
                case "cscc":
                    return success(channelQuery(function, arguments, creator));
                default:
                    return success(definitionQuery(function, arguments, proposal.channelId()));
            }
        } catch (IllegalArgumentException | IOException e) {
            return Response.newBuilder()
                    .setStatus(FAILED)
                    .setMessage(String.valueOf(e.getMessage()))
                    .build();
        }
    }

    private static Response success(Message result) {
        return Response.newBuilder()
                .setStatus(OK)
                .setPayload(result.toByteString())
                .build();
    }

    private Message ledgerQuery(String function, List<ByteString> arguments, MemberIdentity creator)
            throws IOException {
        Ledger ledger = readable(argument(arguments, 1), creator);
        switch (function) {
            case "GetChainInfo":
                return ledger.info();
            case "GetBlockByNumber":
                return blockAt(ledger, argument(arguments, 2));
            case "GetBlockByHash":
                return ledger.block(ledger.numberOf(arguments.get(2))
                                .orElseThrow(() -> new IllegalArgumentException("Failed to get block hash")))
                        .block();
            case "GetBlockByTxID":
                return ledger.block(status(ledger, argument(arguments, 2)).block())
                        .block();
            case "GetTransactionByID":
                return transaction(ledger, argument(arguments, 2));
            default:
                throw new IllegalArgumentException("Requested function " + function + " not found.");
        }
    }

    private static Message blockAt(Ledger ledger, String number) throws IOException {
        try {
            long block = Long.parseUnsignedLong(number);
            if (Long.compareUnsigned(block, ledger.height()) >= 0) {
                throw new IllegalArgumentException("Failed to get block number " + number
                        + ", error no such block number [" + number + "] in index");
            }
            return ledger.block(block).block();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Failed to parse block number with error " + e.getMessage(), e);
        }
    }

    private static TransactionStatus status(Ledger ledger, String transactionId) {
        return ledger.status(transactionId)
                .orElseThrow(() -> new IllegalArgumentException("Failed to get transaction with id " + transactionId
                        + ", error no such transaction ID [" + transactionId + "] in index"));
    }

    private static Message transaction(Ledger ledger, String transactionId) throws IOException {
        TransactionStatus status = status(ledger, transactionId);
        CommittedBlock block = ledger.block(status.block());
        return ProcessedTransaction.newBuilder()
                .setTransactionEnvelope(
                        Envelope.parseFrom(block.block().getData().getData(status.position())))
                .setValidationCode(status.code().getNumber())
                .build();
    }

    private Message channelQuery(String function, List<ByteString> arguments, MemberIdentity creator)
            throws IOException {
        switch (function) {
            case "GetChannels":
                ChannelQueryResponse.Builder all = ChannelQueryResponse.newBuilder();
                channels.keySet().stream()
                        .sorted()
                        .forEach(id -> all.addChannels(ChannelInfo.newBuilder().setChannelId(id)));
                return all.build();
            case "GetConfigBlock":
                return readable(argument(arguments, 1), creator).block(0).block();
            default:
                throw new IllegalArgumentException("Requested function " + function
                        + " not found: the embedded network's channels cannot be changed.");
        }
    }

    private Message definitionQuery(String function, List<ByteString> arguments, String channelId)
            throws InvalidProtocolBufferException {
        Channel channel = channels.get(channelId);
        if (channel == null) {
            throw new IllegalArgumentException("a question to _lifecycle must name a channel of this peer");
        }
        String chaincode = channel.ledger().channel().chaincodeName();
        ByteString policy = ApplicationPolicy.newBuilder()
                .setChannelConfigPolicyReference("/Channel/Application/Endorsement")
                .build()
                .toByteString();
        switch (function) {
            case "QueryChaincodeDefinitions":
                return QueryChaincodeDefinitionsResult.newBuilder()
                        .addChaincodeDefinitions(QueryChaincodeDefinitionsResult.ChaincodeDefinition.newBuilder()
                                .setName(chaincode)
                                .setSequence(1)
                                .setVersion(VERSION)
                                .setEndorsementPlugin("escc")
                                .setValidationPlugin("vscc")
                                .setValidationParameter(policy))
                        .build();
            case "QueryChaincodeDefinition":
                String name =
                        QueryChaincodeDefinitionArgs.parseFrom(arguments.get(1)).getName();
                if (!name.equals(chaincode)) {
                    throw new IllegalArgumentException("namespace " + name + " is not defined");
                }
                QueryChaincodeDefinitionResult.Builder definition = QueryChaincodeDefinitionResult.newBuilder()
                        .setSequence(1)
                        .setVersion(VERSION)
                        .setEndorsementPlugin("escc")
                        .setValidationPlugin("vscc")
                        .setValidationParameter(policy);
                channel.ledger()
                        .channel()
                        .organizations()
                        .keySet()
                        .forEach(mspId -> definition.putApprovals(mspId, true));
                return definition.build();
            default:
                throw new IllegalArgumentException("Requested function " + function
                        + " not found: the embedded network's chaincode is installed by its start.");
        }
    }

    private Ledger readable(String channelId, MemberIdentity creator) {
        Channel channel = channels.get(channelId);
        if (channel == null) {
            throw new IllegalArgumentException("Invalid chain ID, " + channelId);
        }
        if (!channel.ledger().channel().organizations().containsKey(creator.mspId())) {
            throw new IllegalArgumentException(
                    "access denied for [" + channelId + "]: " + creator.mspId() + " is not a member of the channel");
        }
        return channel.ledger();
    }

    private static String argument(List<ByteString> arguments, int index) {
        if (index >= arguments.size()) {
            throw new IllegalArgumentException("Incorrect number of arguments, " + arguments.size());
        }
        return arguments.get(index).toStringUtf8();
    }
}
