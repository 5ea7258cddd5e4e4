package org.fedfabric.trainer.ledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.Proposal;
import org.hyperledger.fabric.protos.common.BlockchainInfo;
import org.hyperledger.fabric.protos.peer.lifecycle.QueryApprovedChaincodeDefinitionArgs;
import org.hyperledger.fabric.protos.peer.lifecycle.QueryApprovedChaincodeDefinitionResult;
import org.hyperledger.fabric.protos.peer.lifecycle.QueryChaincodeDefinitionArgs;
import org.hyperledger.fabric.protos.peer.lifecycle.QueryChaincodeDefinitionResult;

/**
 * What the own enterprise's peer says of itself and of the chaincode's definition, for operators. Unlike questions to the
 * chaincode nobody else is asked when it does not answer, and each is asked once.
 */
public final class OwnPeer {
    /** A peer answers these from memory; on a machine under heavy load opening the connection takes seconds. */
    private static final Duration DEADLINE = Duration.ofSeconds(15);

    private final Gateways gateways;
    private final String channel;

    OwnPeer(Gateways gateways, String channel) {
        this.gateways = gateways;
        this.channel = channel;
    }

    /**
     * The chaincode's definition on the channel.
     *
     * @param sequence how often it was changed
     * @param version its name for people
     */
    public record Definition(long sequence, String version) {}

    /** How many blocks the peer has. */
    public long height() throws LedgerException {
        byte[] answer = ask("qscc", "GetChainInfo", channel.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return read(answer, BlockchainInfo::parseFrom, "GetChainInfo").getHeight();
    }

    /** The definition in force. */
    public Definition definition() throws LedgerException {
        byte[] answer = ask(
                "_lifecycle",
                "QueryChaincodeDefinition",
                QueryChaincodeDefinitionArgs.newBuilder()
                        .setName(gateways.chaincode())
                        .build()
                        .toByteArray());
        QueryChaincodeDefinitionResult definition =
                read(answer, QueryChaincodeDefinitionResult::parseFrom, "QueryChaincodeDefinition");
        return new Definition(definition.getSequence(), definition.getVersion());
    }

    /**
     * The package that this enterprise approved for a definition, {@code label:hash}; empty if it approved none, which lets
     * its peer endorse nothing. Only an administrator may ask.
     */
    public Optional<String> approvedPackage(Definition definition) throws LedgerException {
        byte[] answer = ask(
                "_lifecycle",
                "QueryApprovedChaincodeDefinition",
                QueryApprovedChaincodeDefinitionArgs.newBuilder()
                        .setName(gateways.chaincode())
                        .setSequence(definition.sequence())
                        .build()
                        .toByteArray());
        String packageId = read(
                        answer, QueryApprovedChaincodeDefinitionResult::parseFrom, "QueryApprovedChaincodeDefinition")
                .getSource()
                .getLocalPackage()
                .getPackageId();
        return Optional.of(packageId).filter(id -> !id.isEmpty());
    }

    private byte[] ask(String chaincode, String function, byte[] argument) throws LedgerException {
        PeerConnection peer = gateways.inOrder().stream()
                .filter(p -> p.mspId().equals(gateways.identity().mspId()))
                .findFirst()
                .orElseThrow();
        Proposal proposal = gateways.network(peer)
                .getContract(chaincode)
                .newProposal(function)
                .addArguments(argument)
                .setEndorsingOrganizations(peer.mspId())
                .build();
        try {
            return proposal.evaluate(o -> o.withDeadlineAfter(DEADLINE.toNanos(), TimeUnit.NANOSECONDS));
        } catch (GatewayException e) {
            throw new EvaluationFailedException(
                    function + " was not answered by " + peer.endpoint() + ": "
                            + GatewayFailure.of(e, peer.mspId()).text(),
                    proposal.getTransactionId(),
                    false,
                    e);
        }
    }

    private interface Parser<T> {
        T parse(ByteString bytes) throws InvalidProtocolBufferException;
    }

    private static <T> T read(byte[] answer, Parser<T> parser, String function) throws LedgerException {
        try {
            return parser.parse(ByteString.copyFrom(answer));
        } catch (InvalidProtocolBufferException e) {
            throw new EvaluationFailedException(
                    function + " was answered with other bytes than Fabric's", null, false, e);
        }
    }
}
