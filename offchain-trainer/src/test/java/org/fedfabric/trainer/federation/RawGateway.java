package org.fedfabric.trainer.federation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fedfabric.embedded.EmbeddedNetwork;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.trainer.ledger.ConnectionProfile;
import org.fedfabric.trainer.ledger.GatewayEndpoint;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.Hash;
import org.hyperledger.fabric.client.Proposal;
import org.hyperledger.fabric.client.Status;
import org.hyperledger.fabric.client.Transaction;
import org.hyperledger.fabric.client.identity.Identities;
import org.hyperledger.fabric.client.identity.Signer;
import org.hyperledger.fabric.client.identity.Signers;
import org.hyperledger.fabric.client.identity.X509Identity;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.BlockchainInfo;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.gateway.PreparedTransaction;
import org.hyperledger.fabric.protos.gateway.ProposedTransaction;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProcessedTransaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Fabric's own client without the trainer's retries, with its messages in hand: proposals can be given another timestamp,
 * sent again, or altered after they were signed.
 */
public final class RawGateway implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 30;

    private final ManagedChannel channel;
    private final Gateway gateway;
    private final Signer signer;

    /** Connects a user's identity, an MSP folder, to the gateway of any enterprise, by that enterprise's profile. */
    public RawGateway(ConnectionProfile through, String mspId, Path mspFolder) throws Exception {
        try (Reader certificate = Files.newBufferedReader(onlyFile(mspFolder.resolve("signcerts")));
                Reader key = Files.newBufferedReader(onlyFile(mspFolder.resolve("keystore")))) {
            PrivateKey privateKey = Identities.readPrivateKey(key);
            signer = Signers.newPrivateKeySigner(privateKey);
            GatewayEndpoint endpoint = through.gateways().get(0);
            TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder()
                    .trustManager(endpoint.tlsCaCert().toFile());
            if (through.tls().isPresent()) {
                tls.keyManager(
                        through.tls().get().certificate().toFile(),
                        through.tls().get().key().toFile());
            }
            channel = Grpc.newChannelBuilder(endpoint.address(), tls.build()).build();
            gateway = Gateway.newInstance()
                    .identity(new X509Identity(mspId, Identities.readX509Certificate(certificate)))
                    .signer(signer)
                    .hash(Hash.SHA256)
                    .connection(channel)
                    .evaluateOptions(o -> o.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS))
                    .endorseOptions(o -> o.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS))
                    .submitOptions(o -> o.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS))
                    .commitStatusOptions(o -> o.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS))
                    .connect();
        }
    }

    private static Path onlyFile(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    /** A proposal of now, endorsed as the gateway sees fit. */
    public Proposal proposal(String function, String... arguments) {
        return gateway.getNetwork(EmbeddedNetwork.FEDERATION)
                .getContract("fedfabric")
                .newProposal(function)
                .addArguments(arguments)
                .build();
    }

    /** The same proposal with another timestamp, signed again. */
    public Proposal at(Instant timestamp, Proposal original) throws Exception {
        ProposedTransaction proposed = ProposedTransaction.parseFrom(original.getBytes());
        org.hyperledger.fabric.protos.peer.Proposal inner = org.hyperledger.fabric.protos.peer.Proposal.parseFrom(
                proposed.getProposal().getProposalBytes());
        Header header = Header.parseFrom(inner.getHeader());
        ChannelHeader dated = ChannelHeader.parseFrom(header.getChannelHeader()).toBuilder()
                .setTimestamp(Timestamp.newBuilder()
                        .setSeconds(timestamp.getEpochSecond())
                        .setNanos(timestamp.getNano()))
                .build();
        ByteString bytes = inner.toBuilder()
                .setHeader(header.toBuilder()
                        .setChannelHeader(dated.toByteString())
                        .build()
                        .toByteString())
                .build()
                .toByteString();
        return withBytes(proposed, bytes, signature(bytes));
    }

    /** Has a call with this timestamp endorsed and committed; returns why that failed, or an empty text. */
    public String submitAt(Instant timestamp, String function, String... arguments) throws Exception {
        try {
            Status status = at(timestamp, proposal(function, arguments))
                    .endorse()
                    .submitAsync()
                    .getStatus();
            return status.isSuccessful() ? "" : status.getCode().toString();
        } catch (GatewayException e) {
            return text(e);
        }
    }

    /** What one enterprise's endorser says to a call of which nothing is ordered: its answer, or why it failed. */
    public String askedOf(String mspId, String function, String... arguments) throws Exception {
        try {
            byte[] answer =
                    endorsedBy(List.of(mspId), proposal(function, arguments)).evaluate();
            return new String(answer, StandardCharsets.UTF_8);
        } catch (GatewayException e) {
            return text(e);
        }
    }

    /** The same signed proposal, to be endorsed by exactly these enterprises. */
    public Proposal endorsedBy(List<String> mspIds, Proposal original) throws Exception {
        ProposedTransaction proposed = ProposedTransaction.parseFrom(original.getBytes()).toBuilder()
                .clearEndorsingOrganizations()
                .addAllEndorsingOrganizations(mspIds)
                .build();
        ByteString bytes = proposed.getProposal().getProposalBytes();
        return withBytes(proposed, bytes, signature(bytes));
    }

    /** The same proposal with one text in it replaced by another of equal length, under the old signature. */
    public Proposal altered(Proposal original, String text, String replacement) throws Exception {
        ProposedTransaction proposed = ProposedTransaction.parseFrom(original.getBytes());
        byte[] before = proposed.getProposal().getProposalBytes().toByteArray();
        byte[] bytes = new String(before, StandardCharsets.ISO_8859_1)
                .replace(text, replacement)
                .getBytes(StandardCharsets.ISO_8859_1);
        return withBytes(proposed, ByteString.copyFrom(bytes), signature(ByteString.copyFrom(before)));
    }

    private Proposal withBytes(ProposedTransaction proposed, ByteString bytes, byte[] signature) {
        ProposedTransaction changed = proposed.toBuilder()
                .setProposal(proposed.getProposal().toBuilder().setProposalBytes(bytes))
                .build();
        return gateway.newSignedProposal(changed.toByteArray(), signature);
    }

    private byte[] signature(ByteString bytes) throws GeneralSecurityException {
        return signer.sign(Digests.sha256(bytes.toByteArray()));
    }

    /** The same endorsed transaction once more, signed by this identity. */
    public Transaction again(Transaction transaction) {
        return gateway.newTransaction(transaction.getBytes());
    }

    /** What every endorser of a transaction signed: reads, writes, event and result. */
    public static ByteString endorsedPayload(Transaction transaction) throws InvalidProtocolBufferException {
        return action(transaction).getProposalResponsePayload();
    }

    /** A committed transaction, valid or not, as the gateway's own peer has it in its blocks. */
    public ProcessedTransaction committed(String transactionId) throws Exception {
        return ProcessedTransaction.parseFrom(asked("GetTransactionByID", transactionId));
    }

    /** How many blocks the gateway's own peer has. */
    public long height() throws Exception {
        return BlockchainInfo.parseFrom(asked("GetChainInfo")).getHeight();
    }

    /** What the peer made of the transactions of a block. */
    public List<TxValidationCode> validationCodes(long block) throws Exception {
        byte[] flags = Block.parseFrom(asked("GetBlockByNumber", Long.toString(block)))
                .getMetadata()
                .getMetadata(BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE)
                .toByteArray();
        List<TxValidationCode> codes = new ArrayList<>();
        for (byte flag : flags) {
            codes.add(TxValidationCode.forNumber(Byte.toUnsignedInt(flag)));
        }
        return codes;
    }

    private byte[] asked(String function, String... arguments) throws GatewayException {
        List<String> all = new ArrayList<>(List.of(EmbeddedNetwork.FEDERATION));
        all.addAll(List.of(arguments));
        return gateway.getNetwork(EmbeddedNetwork.FEDERATION)
                .getContract("qscc")
                .evaluateTransaction(function, all.toArray(String[]::new));
    }

    /** The enterprises whose endorsements a committed transaction carries. */
    public static SortedSet<String> endorsers(ProcessedTransaction transaction) throws InvalidProtocolBufferException {
        SortedSet<String> mspIds = new TreeSet<>();
        for (Endorsement endorsement :
                action(transaction.getTransactionEnvelope()).getEndorsementsList()) {
            mspIds.add(SerializedIdentity.parseFrom(endorsement.getEndorser()).getMspid());
        }
        return mspIds;
    }

    /** How many enterprises endorsed a transaction. */
    public static int endorsements(Transaction transaction) throws InvalidProtocolBufferException {
        return action(transaction).getEndorsementsCount();
    }

    private static ChaincodeEndorsedAction action(Transaction transaction) throws InvalidProtocolBufferException {
        return action(PreparedTransaction.parseFrom(transaction.getBytes()).getEnvelope());
    }

    private static ChaincodeEndorsedAction action(Envelope envelope) throws InvalidProtocolBufferException {
        Payload payload = Payload.parseFrom(envelope.getPayload());
        return ChaincodeActionPayload.parseFrom(
                        org.hyperledger.fabric.protos.peer.Transaction.parseFrom(payload.getData())
                                .getActions(0)
                                .getPayload())
                .getAction();
    }

    /** Everything a failed call says, status and the details of each endorser. */
    public static String text(GatewayException e) {
        return e.getStatus()
                + e.getDetails().stream()
                        .map(d -> " " + d.getMspId() + ": " + d.getMessage())
                        .collect(Collectors.joining());
    }

    @Override
    public void close() {
        gateway.close();
        channel.shutdownNow();
    }
}
