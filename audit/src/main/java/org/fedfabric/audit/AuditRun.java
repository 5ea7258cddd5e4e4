package org.fedfabric.audit;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.fedfabric.audit.chain.ChainAudit;
import org.fedfabric.audit.chain.LedgerTransaction;
import org.fedfabric.audit.channel.UntrustedException;
import org.fedfabric.audit.finding.Finding;
import org.hyperledger.fabric.protos.common.Block;

/** One pass over a channel: every block is proved, every transaction that follows from it is replayed. */
public final class AuditRun {
    private final String channel;
    private final Optional<String> genesisHash;
    private final LongConsumer progress;

    /**
     * A pass that has not begun.
     *
     * @param channel the channel's name
     * @param genesisHash the hash of block 0 as it was learnt out of band, hex; empty to compare nothing
     * @param progress told the number of blocks done
     */
    public AuditRun(String channel, Optional<String> genesisHash, LongConsumer progress) {
        this.channel = channel;
        this.genesisHash = genesisHash;
        this.progress = progress;
    }

    /**
     * Reads and proves everything.
     *
     * @param replay executes the rules again
     * @param alsoTold sees every transaction as the replay does
     * @throws IOException when the source fails; whatever is wrong with the evidence is a finding instead
     */
    public AuditResult run(BlockSource source, Replay replay, Consumer<LedgerTransaction> alsoTold) throws IOException {
        long began = System.nanoTime();
        List<Finding> unreadable = new ArrayList<>();
        ChainAudit chain = new ChainAudit(channel, genesisHash, transaction -> {
            replay.transaction(transaction);
            alsoTold.accept(transaction);
        });
        long[] number = {0};
        source.read(bytes -> {
            long block = number[0]++;
            // Past a block that cannot be read nothing can be judged: members and state are unknown from there on.
            if (unreadable.isEmpty()) {
                prove(chain, block, bytes).ifPresent(unreadable::add);
            }
            progress.accept(number[0]);
        });
        Replay.Outcome outcome = replay.outcome();
        List<Finding> findings = new ArrayList<>(chain.report().findings());
        findings.addAll(unreadable);
        findings.addAll(outcome.findings());
        return new AuditResult(chain.report(), outcome, findings, (System.nanoTime() - began) / 1e9);
    }

    private static Optional<Finding> prove(ChainAudit chain, long number, byte[] bytes) {
        try {
            chain.block(Block.parseFrom(bytes));
            return Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.of(Finding.ofBlock(
                    "block-encoding", number, "it cannot be read (" + e.getMessage() + "); no later block was judged"));
        } catch (UntrustedException e) {
            return Optional.of(
                    Finding.ofBlock("configuration", number, e.getMessage() + " No later block was judged."));
        }
    }
}
