package org.fedfabric.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.fedfabric.audit.channel.UntrustedException;
import org.fedfabric.audit.finding.Finding;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Attacks on a chain by who stores it, by who orders it and by who endorses: each is found and named. */
class ChainAuditTest {
    private final TestChain chain = new TestChain();

    private TestIdentity peer(String mspId) {
        return chain.peer(mspId);
    }

    private Envelope write(String key, String... endorsers) {
        TestTransaction transaction = chain.transaction().writes(key, "value");
        for (String mspId : endorsers) {
            transaction.endorsedBy(peer(mspId));
        }
        return transaction.envelope();
    }

    private void finds(String kind, long block, Integer transaction, String phrase) throws UntrustedException {
        List<Finding> findings = chain.audit().findings();
        assertThat(findings).as("findings").anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(kind);
            assertThat(finding.block()).hasValue(block);
            if (transaction != null) {
                assertThat(finding.transaction()).hasValue(transaction);
                assertThat(finding.txId()).hasSize(64);
            }
            assertThat(finding.sentence()).contains(phrase);
        });
    }

    @Test
    void an_honest_chain_is_confirmed() throws Exception {
        chain.add(write("k1", "AMSP", "BMSP"), write("k2", "BMSP", "CMSP"));
        chain.add(chain.transaction()
                .reads("k1", 2, 0)
                .scans("k", "k2", 2, 0, "k1")
                .endorsedBy(peer("AMSP"), peer("CMSP"))
                .envelope());
        List<LedgerTransaction> transactions = new ArrayList<>();
        ChainReport report = chain.audit(Optional.empty(), transactions);

        assertThat(report.findings()).isEmpty();
        assertThat(report.height()).isEqualTo(4);
        assertThat(report.valid()).isEqualTo(4);
        assertThat(report.endorsement()).isEqualTo("MAJORITY Endorsement (2 of 3)");
        assertThat(transactions.get(1).function()).isEqualTo("update:Submit");
        assertThat(transactions.get(1).arguments()).containsExactly("task");
        assertThat(transactions.get(1).writes()).extracting(StateWrite::key).containsExactly("k1");
        assertThat(transactions.get(1).endorsers())
                .extracting(Endorser::mspId, Endorser::counted)
                .containsExactly(Tuple.tuple("AMSP", true), Tuple.tuple("BMSP", true));
    }

    @Nested
    class Whoever_stores_the_chain {
        @Test
        void cannot_pass_off_another_network() throws Exception {
            String other = "0".repeat(64);
            assertThat(chain.audit(Optional.of(other), new ArrayList<>()).findings())
                    .extracting(Finding::kind)
                    .containsExactly("genesis-hash");
        }

        @Test
        void cannot_omit_a_block() throws Exception {
            chain.add(write("k1", "AMSP", "BMSP"));
            chain.add(write("k2", "AMSP", "BMSP"));
            chain.blocks.remove(2);
            finds("block-number", 2, null, "it says it is block 3");
            finds("previous-hash", 2, null, "must continue");
        }

        @Test
        void cannot_omit_a_transaction() throws Exception {
            Block full = chain.add(write("k1", "AMSP", "BMSP"), write("k2", "AMSP", "BMSP"));
            chain.blocks.set(
                    2,
                    full.toBuilder()
                            .setData(full.getData().toBuilder()
                                    .clearData()
                                    .addData(full.getData().getData(0)))
                            .build());
            finds("data-hash", 2, null, "the hash in the header must be");
            finds("validity", 2, null, "a flag for each");
        }

        @Test
        void cannot_reorder_transactions() throws Exception {
            Block full = chain.add(write("k1", "AMSP", "BMSP"), write("k2", "AMSP", "BMSP"));
            chain.blocks.set(
                    2,
                    full.toBuilder()
                            .setData(full.getData().toBuilder()
                                    .setData(0, full.getData().getData(1))
                                    .setData(1, full.getData().getData(0)))
                            .build());
            finds("data-hash", 2, null, "the hash in the header must be");
        }

        @Test
        void cannot_omit_one_and_compute_the_hashes_again() throws Exception {
            Block full = chain.add(write("k1", "AMSP", "BMSP"), write("k2", "AMSP", "BMSP"));
            Block less = full.toBuilder()
                    .setData(full.getData().toBuilder()
                            .clearData()
                            .addData(full.getData().getData(0)))
                    .setMetadata(full.getMetadata().toBuilder().setMetadata(2, ByteString.copyFrom(new byte[1])))
                    .build();
            chain.add(write("k3", "AMSP", "BMSP"));
            chain.blocks.set(
                    2,
                    less.toBuilder()
                            .setHeader(less.getHeader().toBuilder().setDataHash(Hashes.ofData(less)))
                            .build());
            finds("orderer-signature", 2, null, "does not verify");
            finds("previous-hash", 3, null, "must continue");
        }

        @Test
        void cannot_flag_a_valid_transaction_invalid() throws Exception {
            chain.add(TxValidationCode.MVCC_READ_CONFLICT, write("k1", "AMSP", "BMSP"));
            finds("validity", 2, 0, "flags it MVCC_READ_CONFLICT, the chain makes it VALID: nothing speaks against it");
        }

        @Test
        void cannot_take_flags_away() throws Exception {
            chain.add(new byte[0], write("k1", "AMSP", "BMSP"));
            finds("validity", 2, 0, "flags it NOT_VALIDATED");
        }
    }

    @Nested
    class Orderers {
        @Test
        void cannot_make_too_few_endorsements_count() throws Exception {
            chain.add(write("k1", "AMSP"));
            finds(
                    "validity",
                    2,
                    0,
                    "flags it VALID, the chain makes it ENDORSEMENT_POLICY_FAILURE: writing to fedfabric takes MAJORITY"
                            + " Endorsement (2 of 3); truly endorsed by [AMSP]");
        }

        @Test
        void cannot_count_one_enterprise_twice() throws Exception {
            TestIdentity second = chain.authorities.get("AMSP").issue("peer");
            chain.add(chain.transaction()
                    .writes("k1", "v")
                    .endorsedBy(peer("AMSP"), second, peer("AMSP"))
                    .envelope());
            finds("validity", 2, 0, "truly endorsed by [AMSP, AMSP]");
        }

        @Test
        void cannot_replace_an_endorsement() throws Exception {
            TestIdentity stranger = new TestAuthority("BMSP").issue("peer");
            chain.add(chain.transaction()
                    .writes("k1", "v")
                    .endorsedBy(peer("AMSP"), stranger)
                    .envelope());
            finds("validity", 2, 0, "was not issued by an authority of BMSP");
        }

        @Test
        void cannot_count_a_client_as_an_endorser() throws Exception {
            chain.add(chain.transaction()
                    .writes("k1", "v")
                    .endorsedBy(peer("BMSP"), chain.client)
                    .envelope());
            finds("validity", 2, 0, "ENDORSEMENT_POLICY_FAILURE");
        }

        @Test
        void cannot_count_what_rests_on_a_stale_read() throws Exception {
            chain.add(write("k1", "AMSP", "BMSP"));
            chain.add(write("k1", "AMSP", "BMSP"));
            chain.add(chain.transaction()
                    .reads("k1", 2, 0)
                    .writes("k2", "v")
                    .endorsedBy(peer("AMSP"), peer("BMSP"))
                    .envelope());
            finds("validity", 4, 0, "it rests on 'k1' as written by 2.0, which is by now 3.0");
        }

        @Test
        void cannot_count_a_second_reader_in_the_same_block() throws Exception {
            chain.add(
                    chain.transaction()
                            .readsAbsent("k")
                            .writes("k", "1")
                            .endorsedBy(peer("AMSP"), peer("BMSP"))
                            .envelope(),
                    chain.transaction()
                            .readsAbsent("k")
                            .writes("k", "2")
                            .endorsedBy(peer("AMSP"), peer("BMSP"))
                            .envelope());
            finds("validity", 2, 1, "MVCC_READ_CONFLICT");
        }

        @Test
        void cannot_count_a_scan_that_misses_a_row() throws Exception {
            chain.add(write("k1", "AMSP", "BMSP"), write("k2", "AMSP", "BMSP"));
            chain.add(chain.transaction()
                    .scans("k", "l", 2, 0, "k1")
                    .writes("sum", "1")
                    .endorsedBy(peer("AMSP"), peer("BMSP"))
                    .envelope());
            finds("validity", 3, 0, "PHANTOM_READ_CONFLICT");
        }

        @Test
        void cannot_repeat_a_transaction() throws Exception {
            Envelope once = write("k1", "AMSP", "BMSP");
            chain.add(once);
            chain.add(once);
            finds("validity", 3, 0, "DUPLICATE_TXID");
        }

        @Test
        void cannot_repeat_a_transaction_in_its_block() throws Exception {
            Envelope once = write("k1", "AMSP", "BMSP");
            chain.add(once, once);
            finds("validity", 2, 1, "DUPLICATE_TXID");
        }

        @Test
        void cannot_forge_a_sender() throws Exception {
            TestIdentity thief = new TestAuthority("AMSP").issue("client");
            chain.add(chain.transaction()
                    .writes("k1", "v")
                    .endorsedBy(peer("AMSP"), peer("BMSP"))
                    .signedBy(thief)
                    .envelope());
            finds("validity", 2, 0, "BAD_CREATOR_SIGNATURE");
        }

        @Test
        void cannot_admit_a_stranger() throws Exception {
            TestIdentity stranger = new TestAuthority("EMSP").issue("client");
            chain.add(new TestTransaction("fedfabric", stranger)
                    .writes("k1", "v")
                    .endorsedBy(peer("AMSP"), peer("BMSP"))
                    .envelope());
            finds("validity", 2, 0, "'EMSP' is no organisation of this channel");
        }

        @Test
        void cannot_run_a_chaincode_that_nobody_has_committed() throws Exception {
            chain.add(new TestTransaction("mine", chain.client)
                    .writes("k1", "v")
                    .endorsedBy(peer("AMSP"), peer("BMSP"))
                    .envelope());
            finds("validity", 2, 0, "INVALID_CHAINCODE");
        }

        @Test
        void cannot_change_the_configuration_by_themselves() throws Exception {
            chain.add(Envelope.parseFrom(chain.blocks.get(0).getData().getData(0)));
            finds("validity", 2, null, "BAD_COMMON_HEADER");
        }

        @Test
        void cannot_be_replaced_by_a_peer() throws Exception {
            Block honest = chain.add(write("k1", "AMSP", "BMSP"));
            TestChain forger = new TestChain();
            chain.blocks.set(
                    2,
                    honest.toBuilder()
                            .setMetadata(forger.blocks.get(1).getMetadata())
                            .build());
            finds("orderer-signature", 2, null, "was not issued by an authority of OrdererMSP");
        }
    }

    @Test
    void a_revoked_peers_endorsement_does_not_count() throws Exception {
        TestChain revoking = new TestChain(Optional.of("CMSP"));
        revoking.add(revoking.transaction()
                .writes("k1", "v")
                .endorsedBy(revoking.peer("AMSP"), revoking.peer("CMSP"))
                .envelope());
        assertThat(revoking.audit().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo("validity");
            assertThat(finding.block()).hasValue(2);
            assertThat(finding.sentence()).contains("it has been revoked by CMSP");
        });
    }

    @Test
    void a_certificate_that_had_run_out_is_named() throws Exception {
        Instant end = Instant.parse("2026-02-01T00:00:00Z");
        TestIdentity old = chain.authorities.get("AMSP").issue("client", end);
        chain.add(new TestTransaction("fedfabric", old)
                .writes("k1", "v")
                .endorsedBy(peer("AMSP"), peer("BMSP"))
                .envelope());
        assertThat(chain.audit().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo("expired-certificate");
            assertThat(finding.sentence()).contains("to 2026-02-01T00:00:00Z");
        });
    }

    @Test
    void a_block_0_without_the_channels_configuration_ends_the_audit() {
        ChainAudit audit = new ChainAudit("another", Optional.empty(), transaction -> {});
        assertThatThrownBy(() -> audit.block(chain.blocks.get(0)))
                .isInstanceOf(UntrustedException.class)
                .hasMessageContaining("Provided value: channel 'federation'");
    }
}
