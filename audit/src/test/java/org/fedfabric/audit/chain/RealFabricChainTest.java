package org.fedfabric.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fedfabric.audit.channel.UntrustedException;
import org.fedfabric.audit.finding.Finding;
import org.hyperledger.fabric.protos.common.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our reading against a chain that real Fabric 3.1.5 has made: approval and commit of a chaincode's definition. */
class RealFabricChainTest {
    /** Every position takes minutes (none goes unnoticed); this many apart, all parts of a block are met in seconds. */
    private static final int STRIDE = 97;

    @Test
    void a_chain_of_real_fabric_proves_itself() throws Exception {
        List<LedgerTransaction> transactions = new ArrayList<>();
        ChainReport report = audit(transactions, block(0), block(1), block(2));

        assertThat(report.findings()).isEmpty();
        assertThat(report.height()).isEqualTo(3);
        assertThat(report.commitHashes()).isTrue();
        assertThat(report.development()).isFalse();
        assertThat(transactions).extracting(LedgerTransaction::chaincode).containsOnly("_lifecycle");
        assertThat(transactions).extracting(LedgerTransaction::recomputed).containsOnly(TransactionStatus.VALID);
    }

    /** Everything in a stored block is vouched for by a hash, a signature or a recomputation. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void any_flipped_bit_of_a_stored_block_is_found_and_named(int number) throws Exception {
        byte[] stored = block(number).toByteArray();
        List<String> unnoticed = new ArrayList<>();
        for (int position = number; position < stored.length; position += STRIDE) {
            byte[] flipped = stored.clone();
            flipped[position] ^= 1 << position % 8;
            if (!isNoticed(number, flipped)) {
                unnoticed.add("byte " + position + " of " + stored.length);
            }
        }
        assertThat(unnoticed).isEmpty();
    }

    private static boolean isNoticed(int number, byte[] altered) throws IOException {
        Block[] blocks = {block(0), block(1), block(2)};
        try {
            blocks[number] = Block.parseFrom(altered);
            String genesis = Hashes.ofBlock(block(0));
            ChainAudit audit = new ChainAudit("federation", Optional.of(genesis), transaction -> {});
            for (Block block : blocks) {
                audit.block(block);
            }
            return audit.report().findings().stream()
                    .map(Finding::block)
                    .anyMatch(block -> block.isPresent() && block.getAsLong() == number);
        } catch (InvalidProtocolBufferException e) {
            return true;
        } catch (UntrustedException e) {
            return number == 0;
        }
    }

    private static ChainReport audit(List<LedgerTransaction> transactions, Block... blocks) throws UntrustedException {
        ChainAudit audit = new ChainAudit("federation", Optional.empty(), transactions::add);
        for (Block block : blocks) {
            audit.block(block);
        }
        return audit.report();
    }

    static Block block(int number) throws IOException {
        try (InputStream in = RealFabricChainTest.class.getResourceAsStream(
                "/org/fedfabric/audit/fabric-3.1.5/block" + number + ".pb")) {
            return Block.parseFrom(in.readAllBytes());
        }
    }
}
