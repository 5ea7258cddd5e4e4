package org.fedfabric.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.fedfabric.audit.channel.UntrustedException;
import org.fedfabric.audit.finding.Finding;
import org.fedfabric.embedded.identity.MembershipRegistry;
import org.fedfabric.embedded.identity.OrganizationCrypto;
import org.fedfabric.embedded.identity.Role;
import org.fedfabric.embedded.ledger.ChannelDefinition;
import org.fedfabric.embedded.ledger.ChannelDefinition.Authorities;
import org.fedfabric.embedded.ledger.Ledger;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.Envelope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded network's ledger and the audit, which share no code, judge the same transactions. */
class EmbeddedChainTest {
    /** As far apart as lets every part of a block be met in a second or two. */
    private static final int STRIDE = 31;

    @TempDir
    Path folder;

    private final List<Block> blocks = new ArrayList<>();
    private TestIdentity client;
    private TestIdentity peerA;
    private TestIdentity peerB;

    @BeforeEach
    void run_a_channel() throws Exception {
        TestAuthority a = new TestAuthority("AMSP");
        TestAuthority b = new TestAuthority("BMSP");
        client = a.issue("client");
        peerA = a.issue("peer");
        peerB = b.issue("peer");
        OrganizationCrypto ordering =
                OrganizationCrypto.openOrCreate(folder.resolve("orderer"), "OrdererMSP", "orderer");
        TreeMap<String, Authorities> members = new TreeMap<>();
        members.put("AMSP", new Authorities(a.pem(), a.pem()));
        members.put("BMSP", new Authorities(b.pem(), b.pem()));
        ChannelDefinition channel = new ChannelDefinition(
                TestChain.CHANNEL,
                "fedfabric",
                members,
                "OrdererMSP",
                new Authorities(ordering.enrolmentAuthorityPem(), ordering.tlsAuthorityPem()));
        try (Ledger ledger = Ledger.open(
                folder.resolve("ledger"),
                channel,
                new MembershipRegistry(channel.enrolmentAuthorities()),
                ordering.node(Role.ORDERER),
                Clock.fixed(TestTransaction.TIME, ZoneOffset.UTC))) {
            Envelope first = both().readsAbsent("k1").writes("k1", "1").envelope();
            Envelope second = both().writes("k2", "1").envelope();
            ledger.commit(List.of(first, second));
            ledger.commit(List.of(
                    both().reads("k1", 1, 0).writes("k1", "2").envelope(),
                    both().reads("k1", 1, 0).writes("k1", "3").envelope(),
                    both().scans("k", "k2", 1, 0, "k1").writes("sum", "1").envelope(),
                    new TestTransaction("fedfabric", client)
                            .writes("k9", "1")
                            .endorsedBy(peerA)
                            .envelope(),
                    first));
            for (long number = 0; number < ledger.height(); number++) {
                blocks.add(ledger.block(number).block());
            }
        }
    }

    private TestTransaction both() {
        return new TestTransaction("fedfabric", client).endorsedBy(peerA, peerB);
    }

    private ChainReport audit(List<LedgerTransaction> transactions) throws UntrustedException {
        ChainAudit audit =
                new ChainAudit(TestChain.CHANNEL, Optional.of(Hashes.ofBlock(blocks.get(0))), transactions::add);
        for (Block block : blocks) {
            audit.block(block);
        }
        return audit.report();
    }

    @Test
    void both_come_to_the_same_verdicts() throws Exception {
        List<LedgerTransaction> transactions = new ArrayList<>();
        ChainReport report = audit(transactions);

        assertThat(report.findings()).isEmpty();
        assertThat(report.development()).isTrue();
        assertThat(transactions)
                .extracting(transaction -> transaction.recomputed().toString())
                .containsExactly(
                        "VALID",
                        "VALID",
                        "VALID",
                        "MVCC_READ_CONFLICT",
                        "PHANTOM_READ_CONFLICT",
                        "ENDORSEMENT_POLICY_FAILURE",
                        "DUPLICATE_TXID");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void any_flipped_bit_of_a_stored_block_is_found_and_named(int number) throws Exception {
        Block honest = blocks.get(number);
        byte[] stored = honest.toByteArray();
        List<Integer> unnoticed = new ArrayList<>();
        for (int position = number; position < stored.length; position += STRIDE) {
            byte[] flipped = stored.clone();
            flipped[position] ^= 1 << position % 8;
            if (!isNoticed(number, flipped)) {
                unnoticed.add(position);
            }
            blocks.set(number, honest);
        }
        assertThat(unnoticed).isEmpty();
    }

    private boolean isNoticed(int number, byte[] altered) {
        String genesis = Hashes.ofBlock(blocks.get(0));
        try {
            blocks.set(number, Block.parseFrom(altered));
            ChainAudit audit = new ChainAudit(TestChain.CHANNEL, Optional.of(genesis), transaction -> {});
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
}
