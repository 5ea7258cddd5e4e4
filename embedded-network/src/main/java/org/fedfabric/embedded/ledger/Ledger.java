package org.fedfabric.embedded.ledger;

import com.google.protobuf.ByteString;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.fedfabric.embedded.identity.MembershipRegistry;
import org.fedfabric.embedded.identity.SigningIdentity;
import org.fedfabric.embedded.state.ConflictCheck;
import org.fedfabric.embedded.state.StateVersion;
import org.fedfabric.embedded.state.WorldState;
import org.fedfabric.embedded.wire.BlockHashes;
import org.fedfabric.embedded.wire.EndorsedTransaction;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockchainInfo;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.ledger.queryresult.KeyModification;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * One channel's chain with its state, indexes and those who wait for it.
 *
 * <p>One thread commits; any number read. A reader sees a block entirely or not at all, and never before it is durable.
 */
public final class Ledger implements Closeable {
    /** Blocks kept decoded for live subscribers, who would otherwise each decode them again. */
    private static final int RECENT_BLOCKS = 32;

    private final ChannelDefinition channel;
    private final BlockFile blocks;
    private final BlockAssembler assembler;
    private final TransactionValidator validator;
    private final Map<String, TransactionStatus> statuses = new ConcurrentHashMap<>();
    private final Map<ByteString, Long> numberByHeaderHash = new ConcurrentHashMap<>();
    private final KeyHistory history = new KeyHistory();
    private final CommitWaiters waiters = new CommitWaiters();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final CommittedBlock[] recent = new CommittedBlock[RECENT_BLOCKS];

    private volatile WorldState state = WorldState.EMPTY;
    private volatile long height;
    private volatile ByteString lastHash = ByteString.EMPTY;

    private Ledger(
            ChannelDefinition channel, BlockFile blocks, BlockAssembler assembler, TransactionValidator validator) {
        this.channel = channel;
        this.blocks = blocks;
        this.assembler = assembler;
        this.validator = validator;
    }

    /**
     * Opens a channel's ledger and rebuilds its state; a new one gets its block 0.
     *
     * @param directory where its blocks lie
     * @param members who can be recognised on this channel
     * @param orderer who signs blocks
     * @throws LedgerCorruptException if acknowledged blocks are damaged or missing
     */
    public static Ledger open(
            Path directory, ChannelDefinition channel, MembershipRegistry members, SigningIdentity orderer, Clock clock)
            throws IOException {
        return open(BlockFile.open(directory, AppendFile::onDisk), channel, members, orderer, clock);
    }

    static Ledger open(
            BlockFile blocks,
            ChannelDefinition channel,
            MembershipRegistry members,
            SigningIdentity orderer,
            Clock clock)
            throws IOException {
        Ledger ledger = new Ledger(
                channel,
                blocks,
                new BlockAssembler(orderer),
                new TransactionValidator(
                        channel.channelId(), channel.chaincodeName(), channel.endorsementPolicy(), members, clock));
        try {
            ledger.replay();
            if (ledger.height == 0) {
                ledger.appendGenesis();
            }
            return ledger;
        } catch (IOException | RuntimeException e) {
            blocks.close();
            throw e;
        }
    }

    private void replay() throws IOException {
        for (long number = 0; number < blocks.height(); number++) {
            CommittedBlock block = CommittedBlock.of(blocks.read(number), channel.channelId());
            ConflictCheck writes = new ConflictCheck(state, number);
            for (int position = 0; position < block.transactions().size(); position++) {
                CommittedBlock.Entry entry = block.transactions().get(position);
                if (entry.code() == TxValidationCode.VALID
                        && entry.transaction().isPresent()) {
                    writes.apply(entry.transaction().get(), position);
                }
            }
            publish(block, writes.stateAfter());
        }
    }

    private void appendGenesis() throws IOException {
        Block genesis = assembler.assemble(
                0, ByteString.EMPTY, List.of(GenesisConfig.envelope(channel)), List.of(TxValidationCode.VALID));
        blocks.append(genesis);
        publish(CommittedBlock.of(genesis, channel.channelId()), WorldState.EMPTY);
    }

    /**
     * Validates a batch, makes it the next block and makes it visible. Called by one thread at a time.
     *
     * @throws LedgerWriteException if the block cannot be made durable; nothing in it has become visible, everybody who
     *     waits for a transaction is told so, and no further block may be committed
     */
    public void commit(List<Envelope> envelopes) throws IOException {
        long number = height;
        ConflictCheck conflicts = new ConflictCheck(state, number);
        List<TxValidationCode> codes = validator.validate(envelopes, conflicts, statuses::containsKey);
        Block block = assembler.assemble(number, lastHash, envelopes, codes);
        try {
            blocks.append(block);
        } catch (LedgerWriteException e) {
            waiters.failAll(e);
            throw e;
        }
        publish(CommittedBlock.of(block, channel.channelId()), conflicts.stateAfter());
    }

    /** State and indexes first, then the height that makes them reachable, then those who wait. */
    private void publish(CommittedBlock block, WorldState stateAfter) {
        long number = block.number();
        ByteString hash = BlockHashes.ofHeader(block.block().getHeader());
        List<Runnable> answers = new ArrayList<>();
        for (int position = 0; position < block.transactions().size(); position++) {
            CommittedBlock.Entry entry = block.transactions().get(position);
            TransactionStatus status = new TransactionStatus(number, position, entry.code());
            if (entry.code() == TxValidationCode.VALID && entry.transaction().isPresent()) {
                history.add(entry.transaction().get(), new StateVersion(number, position));
            }
            // A duplicate never replaces the verdict on the transaction it repeats.
            if (!entry.transactionId().isEmpty() && statuses.putIfAbsent(entry.transactionId(), status) == null) {
                answers.add(() -> waiters.complete(entry.transactionId(), status));
            }
        }
        synchronized (recent) {
            recent[(int) (number % RECENT_BLOCKS)] = block;
        }
        numberByHeaderHash.put(hash, number);
        lastHash = hash;
        state = stateAfter;
        height = number + 1;
        answers.forEach(Runnable::run);
        listeners.forEach(Runnable::run);
    }

    /** The channel this is the ledger of. */
    public ChannelDefinition channel() {
        return channel;
    }

    /** The number of blocks. */
    public long height() {
        return height;
    }

    /** The current state; it stays as it is however long it is held. */
    public WorldState state() {
        return state;
    }

    /** The block with that number, which must be below the height. */
    public CommittedBlock block(long number) throws IOException {
        synchronized (recent) {
            CommittedBlock kept = recent[(int) (number % RECENT_BLOCKS)];
            if (kept != null && kept.number() == number) {
                return kept;
            }
        }
        return CommittedBlock.of(blocks.read(number), channel.channelId());
    }

    /** The number of the block whose header has that hash. */
    public Optional<Long> numberOf(ByteString headerHash) {
        return Optional.ofNullable(numberByHeaderHash.get(headerHash));
    }

    /** Height and hashes, as {@code peer channel getinfo} shows them. */
    public BlockchainInfo info() throws IOException {
        CommittedBlock last = block(height - 1);
        return BlockchainInfo.newBuilder()
                .setHeight(last.number() + 1)
                .setCurrentBlockHash(BlockHashes.ofHeader(last.block().getHeader()))
                .setPreviousBlockHash(last.block().getHeader().getPreviousHash())
                .build();
    }

    /** What became of a transaction, if it is committed. */
    public Optional<TransactionStatus> status(String transactionId) {
        return Optional.ofNullable(statuses.get(transactionId));
    }

    /** What becomes of a transaction, as soon as it is committed. Cancel the future to stop waiting. */
    public CompletableFuture<TransactionStatus> awaitStatus(String transactionId) {
        CompletableFuture<TransactionStatus> future = waiters.register(transactionId);
        // Registered before the look-up, so a commit in between is not missed.
        status(transactionId).ifPresent(future::complete);
        return future;
    }

    /** Every value the key has had, newest first, deletions included. */
    public List<KeyModification> history(String namespace, String key) throws IOException {
        List<KeyModification> modifications = new ArrayList<>();
        for (StateVersion version : history.newestFirst(namespace, key)) {
            CommittedBlock block = block(version.block());
            EndorsedTransaction transaction = block.transactions()
                    .get(version.transaction())
                    .transaction()
                    .orElseThrow();
            Envelope envelope = Envelope.parseFrom(block.block().getData().getData(version.transaction()));
            for (EndorsedTransaction.NamespaceReadWriteSet set : transaction.readWriteSets()) {
                for (KVWrite write : set.set().getWritesList()) {
                    if (set.namespace().equals(namespace) && write.getKey().equals(key)) {
                        modifications.add(KeyModification.newBuilder()
                                .setTxId(transaction.transactionId())
                                .setTimestamp(EndorsedTransaction.Headers.of(envelope)
                                        .channel()
                                        .getTimestamp())
                                .setIsDelete(write.getIsDelete())
                                .setValue(write.getValue())
                                .build());
                    }
                }
            }
        }
        return modifications;
    }

    /** Calls the listener (quickly, on the committing thread) after every block. */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    /** Ends the calls to a listener. */
    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    /** Closes the file. Only after the committing thread has ended. */
    @Override
    public void close() throws IOException {
        waiters.failAll(new IOException("the network is stopping"));
        blocks.close();
    }
}
