package org.fedfabric.audit.chain;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.fedfabric.audit.channel.ChannelConfig;
import org.fedfabric.audit.channel.ConfigUpdate;
import org.fedfabric.audit.channel.Member;
import org.fedfabric.audit.channel.UntrustedException;
import org.fedfabric.audit.finding.Finding;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.Metadata;

/**
 * Reads a channel's chain from block 0 and proves of every block that it continues the one before, and of every
 * transaction what became of it. Nothing but the expected hash of block 0 is believed: members come from the configuration
 * blocks, validity is computed, the flags in the blocks are only compared.
 *
 * <p>After a divergence reading goes on with what the blocks say, so that later ones are found too. For one thread.
 */
public final class ChainAudit {
    /** Enough to see what is wrong; a chain of another network would make one for each block. */
    private static final int MAX_FINDINGS = 1_000;

    private final String channel;
    private final Optional<String> expectedGenesis;
    private final Consumer<LedgerTransaction> transactions;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> committed = new HashSet<>();
    private final ChainState state = new ChainState();
    private ChannelConfig config;
    private int configurations;
    private long lastConfigBlock;
    private long height;
    private String genesisHash = "";
    private String lastHash = "";
    private ByteString commitHash = ByteString.EMPTY;
    private boolean commitHashes;
    private List<Member> orderers = List.of();
    private long count;
    private long valid;

    /**
     * An audit that has read nothing yet.
     *
     * @param channel the channel's name
     * @param expectedGenesis hash of block 0's header, hex, as it was learnt out of band; empty to compare nothing
     * @param transactions takes every transaction in the chain's order
     */
    public ChainAudit(String channel, Optional<String> expectedGenesis, Consumer<LedgerTransaction> transactions) {
        this.channel = channel;
        this.expectedGenesis = expectedGenesis;
        this.transactions = transactions;
    }

    /**
     * Reads the next block.
     *
     * @throws UntrustedException when nothing after it could be judged: block 0 holds no configuration of this channel
     */
    public void block(Block block) throws UntrustedException {
        long number = height;
        checkHeader(block, number);
        checkEncoding(block, number);
        if (number == 0) {
            begin(block);
        }
        List<OrderedEnvelope> envelopes = block.getData().getDataList().parallelStream()
                .map(bytes -> OrderedEnvelope.read(bytes, channel))
                .toList();
        Optional<ChannelConfig> next = number == 0 ? Optional.empty() : reconfigured(envelopes, number);
        if (next.isPresent() || number == 0) {
            lastConfigBlock = number;
            configurations++;
        }
        checkOrderers(block, number);
        if (number > 0) {
            decide(block, envelopes);
        } else {
            checkGenesisFlags(block);
        }
        next.ifPresent(configuration -> config = configuration);
        lastHash = Hashes.ofBlock(block);
        height++;
    }

    private void checkHeader(Block block, long number) {
        if (block.getHeader().getNumber() != number) {
            found(Finding.ofBlock(
                    "block-number",
                    number,
                    "block " + number + " of the chain must say so; it says it is block "
                            + Long.toUnsignedString(block.getHeader().getNumber())));
        }
        String previous = Hashes.hex(block.getHeader().getPreviousHash());
        if (!previous.equals(lastHash)) {
            found(Finding.ofBlock(
                    "previous-hash",
                    number,
                    "it must continue the block whose hash is '" + lastHash + "'; it continues '" + previous + "'"));
        }
        if (!Hashes.ofData(block).equals(block.getHeader().getDataHash())) {
            found(Finding.ofBlock(
                    "data-hash",
                    number,
                    "the hash in the header must be that of the transactions, "
                            + Hashes.hex(Hashes.ofData(block)) + "; it is "
                            + Hashes.hex(block.getHeader().getDataHash())));
        }
    }

    private void checkEncoding(Block block, long number) {
        if (!block.getUnknownFields().asMap().isEmpty()
                || !block.getHeader().getUnknownFields().asMap().isEmpty()
                || !block.getData().getUnknownFields().asMap().isEmpty()
                || !block.getMetadata().getUnknownFields().asMap().isEmpty()
                || block.getMetadata().getMetadataCount() > BlockMetadataIndex.COMMIT_HASH_VALUE + 1
                || !BlockSignatures.slot(block, BlockSignatures.UNUSED_SLOT).isEmpty()) {
            found(Finding.ofBlock("block-encoding", number, "it holds bytes that mean nothing and nobody vouches for"));
        }
    }

    private void begin(Block block) throws UntrustedException {
        genesisHash = Hashes.ofBlock(block);
        if (expectedGenesis.isPresent() && !expectedGenesis.get().equals(genesisHash)) {
            found(Finding.ofBlock(
                    "genesis-hash",
                    0,
                    "the hash of block 0 must be the one that was agreed on, " + expectedGenesis.get() + "; it is "
                            + genesisHash + ": this is another network's chain, or a forged one"));
        }
        if (block.getData().getDataCount() != 1) {
            throw new UntrustedException("Block 0 must hold one configuration, it holds "
                    + block.getData().getDataCount() + " envelopes.");
        }
        OrderedEnvelope genesis = OrderedEnvelope.read(block.getData().getData(0), channel);
        if (!genesis.isConfiguration() || !genesis.channel().getChannelId().equals(channel)) {
            throw new UntrustedException("Block 0 must hold the configuration of channel " + channel
                    + ". Provided value: channel '" + genesis.channel().getChannelId() + "'");
        }
        config = ChannelConfig.read(ConfigUpdate.of(genesis.envelope()).getConfig());
    }

    private void checkGenesisFlags(Block block) {
        // Peers mark block 0 as valid when they take it; as it comes from configtxgen it has no flags.
        ByteString flags = BlockSignatures.slot(block, BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE);
        if (!flags.isEmpty() && !flags.equals(ByteString.copyFrom(new byte[1]))) {
            found(Finding.ofBlock("validity", 0, "the configuration in block 0 must be flagged VALID"));
        }
        checkCommitHash(block);
    }

    private Optional<ChannelConfig> reconfigured(List<OrderedEnvelope> envelopes, long number) {
        for (OrderedEnvelope envelope : envelopes) {
            if (!envelope.isConfiguration() || !envelope.structure().isValid()) {
                continue;
            }
            try {
                ConfigEnvelope proposed = ConfigUpdate.of(envelope.envelope());
                if (envelopes.size() != 1) {
                    throw new UntrustedException("a configuration must be alone in its block");
                }
                new ConfigUpdate(channel, config).check(proposed);
                return Optional.of(ChannelConfig.read(proposed.getConfig()));
            } catch (UntrustedException e) {
                found(Finding.ofBlock("configuration", number, e.getMessage()));
            }
        }
        return Optional.empty();
    }

    private void checkOrderers(Block block, long number) {
        try {
            orderers = BlockSignatures.check(block, config, lastConfigBlock);
        } catch (UntrustedException e) {
            found(Finding.ofBlock("orderer-signature", number, e.getMessage()));
        }
    }

    private void decide(Block block, List<OrderedEnvelope> envelopes) {
        long number = height;
        ByteString flags = BlockSignatures.slot(block, BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE);
        if (flags.size() != envelopes.size()) {
            found(Finding.ofBlock(
                    "validity",
                    number,
                    "it must have a flag for each of its " + envelopes.size() + " transactions, it has "
                            + flags.size()));
        }
        TransactionCheck check = new TransactionCheck(config, new Endorsements(config, state), committed);
        List<TransactionCheck.Checked> checked = IntStream.range(0, envelopes.size())
                .parallel()
                .mapToObj(i -> check.check(envelopes.get(i)))
                .toList();
        state.beginBlock();
        Set<String> inBlock = new HashSet<>();
        byte[] recomputed = new byte[envelopes.size()];
        for (int i = 0; i < envelopes.size(); i++) {
            Verdict verdict = TransactionCheck.decide(checked.get(i), envelopes.get(i), inBlock, state);
            if (verdict.isValid() && envelopes.get(i).invocation() != null) {
                state.apply(envelopes.get(i).invocation().sets(), new StateVersion(number, i));
            }
            recomputed[i] = (byte) verdict.status().code();
            TransactionStatus flagged =
                    new TransactionStatus(i < flags.size() ? Byte.toUnsignedInt(flags.byteAt(i)) : 254);
            report(number, i, envelopes.get(i), checked.get(i), verdict, flagged);
        }
        envelopes.stream()
                .map(envelope -> envelope.channel().getTxId())
                .filter(id -> !id.isEmpty())
                .forEach(committed::add);
        checkCommitHash(block, ByteString.copyFrom(recomputed));
    }

    private void report(
            long number,
            int index,
            OrderedEnvelope envelope,
            TransactionCheck.Checked checked,
            Verdict verdict,
            TransactionStatus flagged) {
        String id = envelope.channel().getTxId();
        if (!flagged.equals(verdict.status())) {
            String why = verdict.reason().isEmpty() ? "nothing speaks against it" : verdict.reason();
            found(Finding.ofTransaction(
                    "validity",
                    number,
                    index,
                    id,
                    "the block flags it " + flagged + ", the chain makes it " + verdict.status() + ": " + why));
        }
        if (envelope.invocation() == null) {
            return;
        }
        count++;
        if (verdict.isValid()) {
            valid++;
            checked.outOfTime(envelope)
                    .ifPresent(why -> found(Finding.ofTransaction("expired-certificate", number, index, id, why)));
            if (envelope.invocation().sets().stream().anyMatch(NamespaceSet::setsKeyPolicies)) {
                found(Finding.ofTransaction(
                        "key-policy",
                        number,
                        index,
                        id,
                        "it sets who must endorse single keys, which FedFabric's chaincode never does and this audit"
                                + " does not follow"));
            }
        }
        transactions.accept(
                TransactionView.of(number, index, envelope, checked.endorsers(), flagged, verdict.status()));
    }

    private void checkCommitHash(Block block) {
        commitHash = ByteString.EMPTY;
        if (!BlockSignatures.slot(block, BlockMetadataIndex.COMMIT_HASH_VALUE).isEmpty()) {
            found(Finding.ofBlock("commit-hash", 0, "block 0 changes no state and must have no hash of it"));
        }
    }

    private void checkCommitHash(Block block, ByteString flags) {
        long number = height;
        ByteString slot = BlockSignatures.slot(block, BlockMetadataIndex.COMMIT_HASH_VALUE);
        if (number == 1) {
            commitHashes = !slot.isEmpty();
        }
        if (!commitHashes) {
            if (!slot.isEmpty()) {
                found(Finding.ofBlock("commit-hash", number, "the blocks before it have no hash of the state, it has"));
            }
            return;
        }
        ByteString expected = CommitHash.after(commitHash, flags, state.updates());
        ByteString recorded = recordedCommitHash(block);
        if (!expected.equals(recorded)) {
            found(Finding.ofBlock(
                    "commit-hash",
                    number,
                    "what the block changes in the state must have the hash " + Hashes.hex(expected)
                            + "; the peer that stored it has computed " + Hashes.hex(recorded)));
        }
        commitHash = recorded;
    }

    private static ByteString recordedCommitHash(Block block) {
        try {
            Metadata metadata = BlockSignatures.read(block, BlockMetadataIndex.COMMIT_HASH_VALUE);
            return metadata.getSignaturesCount() == 0 ? metadata.getValue() : ByteString.EMPTY;
        } catch (InvalidProtocolBufferException | UntrustedException e) {
            return ByteString.EMPTY;
        }
    }

    private void found(Finding finding) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        }
    }

    /** What the blocks read so far have proved. */
    public ChainReport report() {
        return new ChainReport(
                channel,
                height,
                genesisHash,
                expectedGenesis.isPresent(),
                lastHash,
                configurations,
                count,
                valid,
                config == null ? List.of() : config.applicationOrganizations(),
                config == null ? "" : config.endorsement().description(),
                orderers.stream().map(Member::toString).toList(),
                commitHashes,
                config != null && config.isDevelopment(),
                findings);
    }
}
