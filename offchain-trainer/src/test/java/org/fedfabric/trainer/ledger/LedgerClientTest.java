package org.fedfabric.trainer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status.Code;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LedgerClientTest {
    /** Long where only a fault ends a wait: the machine may be busy. */
    private static final Duration LONG = Duration.ofSeconds(20);

    private static final Deadlines PATIENT = new Deadlines(LONG, LONG, LONG, LONG, LONG, LONG.multipliedBy(2));

    /** Short where a test waits for the end. */
    private static final Deadlines IMPATIENT =
            new Deadlines(LONG, LONG, LONG, Duration.ofSeconds(1), Duration.ofMillis(500), LONG.multipliedBy(2));

    @TempDir
    Path folder;

    private FakePeer own;
    private FakePeer b;
    private FakePeer c;
    private LedgerConnections connections;
    private LedgerClient client;

    @BeforeEach
    void start() throws Exception {
        own = new FakePeer(folder, "AMSP");
        b = new FakePeer(folder, "BMSP");
        c = new FakePeer(folder, "CMSP");
        connections = connect(PATIENT);
        client = clientOf(connections);
    }

    private void reconnect(Deadlines deadlines) throws Exception {
        connections.close();
        connections = connect(deadlines);
        client = clientOf(connections);
    }

    private LedgerConnections connect(Deadlines deadlines) {
        return LedgerConnections.to(
                new ConnectionProfile(
                        "enterprise-a",
                        "AMSP",
                        List.of(own.endpoint(), b.endpoint(), c.endpoint()),
                        Optional.empty(),
                        URI.create("http://127.0.0.1:5001"),
                        Optional.empty(),
                        List.of("federation"),
                        "fedfabric",
                        folder),
                deadlines);
    }

    private LedgerClient clientOf(LedgerConnections to) throws Exception {
        Path msp = TestCrypto.mspFolder(folder.resolve("msp"), TestCrypto.selfSigned("p1"));
        return to.client(ClientIdentity.read(msp, "AMSP"), "federation");
    }

    @AfterEach
    void stop() throws Exception {
        connections.close();
        own.close();
        b.close();
        c.close();
    }

    private static AtomicInteger counting() {
        return new AtomicInteger();
    }

    private LedgerCounters.Snapshot counts() {
        return connections.counters().snapshot();
    }

    @Nested
    class Queries {
        @Test
        void ask_the_own_peer_by_name() throws Exception {
            own.evaluation = request -> String.join(",", request.getTargetOrganizationsList());
            assertThat(client.evaluate("round:Get", "t", "head")).isEqualTo("AMSP");
        }

        @Test
        void become_typed_refusals() {
            own.evaluation = request -> {
                throw FakePeer.error(
                        Code.UNKNOWN,
                        "evaluate call to endorser returned error: chaincode response 500, FF-1004 NOT_FOUND: no task x",
                        "AMSP",
                        "chaincode response 500, FF-1004 NOT_FOUND: no task x");
            };
            LedgerRefusal refusal = catchThrowableOfType(LedgerRefusal.class, () -> client.evaluate("task:Get", "x"));
            assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_FOUND);
            assertThat(refusal).hasMessage("FF-1004 NOT_FOUND: no task x");
            assertThat(refusal.transactionId()).matches("[0-9a-f]{64}");
        }

        @Test
        void are_repeated_while_the_endorser_is_busy() throws Exception {
            AtomicInteger calls = counting();
            own.evaluation = request -> {
                if (calls.incrementAndGet() < 3) {
                    throw FakePeer.error(Code.UNKNOWN, "x", "AMSP", "chaincode response 500, FF-5001 BUSY: wait");
                }
                return "verdict";
            };
            assertThat(client.evaluate("update:Judge")).isEqualTo("verdict");
        }

        @Test
        void take_matching_answers_of_a_majority_when_the_own_peer_is_down() throws Exception {
            own.stop();
            assertThat(client.evaluate("round:Get")).isEqualTo("answer");
        }

        @Test
        void believe_nobody_when_the_others_differ_and_the_own_peer_is_down() throws Exception {
            own.stop();
            c.evaluation = request -> "another answer";
            assertThatThrownBy(() -> client.evaluate("round:Get"))
                    .isInstanceOf(EvaluationFailedException.class)
                    .hasMessageContaining("2 enterprises must give the same answer")
                    .hasMessageContaining("CMSP: another answer");
        }

        @Test
        void do_not_hang_on_a_peer_that_does_not_answer() throws Exception {
            own.evaluation = request -> {
                try {
                    Thread.sleep(20_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return "late";
            };
            client.submit("warm:Up");
            Duration answer = Duration.ofSeconds(3);
            LedgerConnections impatient = connect(new Deadlines(answer, answer, answer, LONG, LONG, LONG));
            LedgerClient asking = clientOf(impatient);
            assertThat(asking.evaluate("round:Get")).isEqualTo("answer");
            long before = System.nanoTime();
            assertThat(asking.evaluate("round:Get")).isEqualTo("answer");
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .as("a peer that did not answer is left alone for a while")
                    .isLessThan(Duration.ofSeconds(3));
            impatient.close();
        }

        @Test
        void return_to_the_own_peer_after_its_restart() throws Exception {
            own.evaluation = request -> "own";
            assertThat(client.evaluate("round:Get")).isEqualTo("own");
            own.restart();
            assertThat(client.evaluate("round:Get")).isEqualTo("own");
        }
    }

    @Nested
    class Submissions {
        @Test
        void say_where_they_stand_on_the_ledger() throws Exception {
            CommittedTransaction committed = client.submit("update:Submit", "t");
            assertThat(committed.result()).isEqualTo("result");
            assertThat(committed.blockNumber()).isEqualTo(7);
            assertThat(committed.attempts()).isEqualTo(1);
            assertThat(counts()).isEqualTo(new LedgerCounters.Snapshot(1, 0, 0, 0));
        }

        @Test
        void hand_the_same_signed_bytes_over_until_the_status_is_known() throws Exception {
            AtomicInteger asked = counting();
            own.status = request -> asked.incrementAndGet() < 3 ? null : TxValidationCode.VALID;
            reconnect(IMPATIENT);
            client.submit("update:Submit");
            assertThat(own.submitted).hasSize(3);
            assertThat(own.submitted.stream()
                            .map(s -> s.getPreparedTransaction())
                            .distinct())
                    .hasSize(1);
            assertThat(own.submitted
                            .get(0)
                            .getPreparedTransaction()
                            .getSignature()
                            .isEmpty())
                    .isFalse();
            assertThat(counts()).isEqualTo(new LedgerCounters.Snapshot(1, 0, 0, 1));
        }

        @Test
        void hand_the_same_signed_bytes_to_another_gateway_when_the_own_one_dies() throws Exception {
            own.submission = request -> false;
            reconnect(IMPATIENT);
            client.submit("update:Submit");
            assertThat(b.submitted).isNotEmpty();
            assertThat(b.submitted.get(0).getPreparedTransaction())
                    .isEqualTo(own.submitted.get(0).getPreparedTransaction());
        }

        @Test
        void end_as_unknown_with_the_transactions_id_when_nobody_tells_their_fate() throws Exception {
            own.status = request -> null;
            b.status = request -> null;
            c.status = request -> null;
            reconnect(new Deadlines(LONG, LONG, LONG, LONG, Duration.ofMillis(500), Duration.ofSeconds(5)));
            CommitUnknownException unknown =
                    catchThrowableOfType(CommitUnknownException.class, () -> client.submit("update:Submit"));
            assertThat(unknown.transactionId()).matches("[0-9a-f]{64}");
            assertThat(counts().failed()).isEqualTo(1);
        }

        @Test
        void are_proposed_anew_after_a_conflict() throws Exception {
            AtomicInteger asked = counting();
            own.status = request ->
                    asked.incrementAndGet() < 3 ? TxValidationCode.MVCC_READ_CONFLICT : TxValidationCode.VALID;
            assertThat(client.submit("round:Close").attempts()).isEqualTo(3);
            assertThat(own.endorsed.stream().map(e -> e.getTransactionId()).distinct())
                    .hasSize(3);
        }

        @Test
        void are_not_repeated_after_a_policy_failure() {
            own.status = request -> TxValidationCode.ENDORSEMENT_POLICY_FAILURE;
            TransactionInvalidException invalid =
                    catchThrowableOfType(TransactionInvalidException.class, () -> client.submit("round:Close"));
            assertThat(invalid.validationCode()).isEqualTo("ENDORSEMENT_POLICY_FAILURE");
            assertThat(own.endorsed).hasSize(1);
        }

        @Test
        void become_typed_refusals_without_a_second_proposal() {
            own.endorsement = request -> {
                throw FakePeer.error(
                        Code.ABORTED,
                        "failed to endorse transaction, see attached details for more info",
                        "AMSP",
                        "chaincode response 500, FF-3003 DUPLICATE_UPDATE: one only");
            };
            LedgerRefusal refusal = catchThrowableOfType(LedgerRefusal.class, () -> client.submit("update:Submit"));
            assertThat(refusal.code()).isEqualTo(RefusalCode.DUPLICATE_UPDATE);
            assertThat(refusal.refusedBy()).containsExactly("AMSP");
            assertThat(own.endorsed).hasSize(1);
            assertThat(counts()).isEqualTo(new LedgerCounters.Snapshot(0, 1, 0, 0));
        }

        @Test
        void wait_for_others_that_have_not_seen_the_last_block() throws Exception {
            AtomicInteger calls = counting();
            own.endorsement = request -> {
                if (calls.incrementAndGet() < 3) {
                    throw FakePeer.error(
                            Code.ABORTED,
                            "failed to collect enough transaction endorsements",
                            "BMSP",
                            "chaincode response 500, FF-4002 NOT_CLOSED: version 3",
                            "CMSP",
                            "chaincode response 500, FF-4002 NOT_CLOSED: version 3");
                }
                return "advanced";
            };
            assertThat(client.submit("round:Advance").attempts()).isEqualTo(3);
        }

        @Test
        void go_through_another_gateway_when_the_own_chaincode_is_down() throws Exception {
            own.endorsement = request -> {
                throw FakePeer.error(
                        Code.ABORTED,
                        "failed to endorse transaction, see attached details for more info",
                        "AMSP",
                        "could not launch chaincode fedfabric: connection refused");
            };
            client.submit("update:Submit");
            assertThat(own.endorsed).hasSize(1);
            assertThat(b.endorsed).hasSize(1);
            assertThat(b.endorsed.get(0).getEndorsingOrganizationsList()).isEmpty();
        }

        @Test
        void go_through_another_gateway_when_the_own_peer_is_down() throws Exception {
            own.stop();
            assertThat(client.submit("update:Submit").result()).isEqualTo("result");
            assertThat(b.submitted).hasSize(1);
        }

        @Test
        void leave_the_own_peer_out_when_it_alone_computes_another_result() throws Exception {
            own.endorsement = request -> {
                throw FakePeer.error(
                        Code.ABORTED,
                        "failed to collect enough transaction endorsements, see attached details for more info",
                        "BMSP",
                        "ProposalResponsePayloads do not match",
                        "CMSP",
                        "ProposalResponsePayloads do not match");
            };
            client.submit("update:Submit");
            assertThat(own.endorsed).hasSize(3);
            assertThat(b.endorsed.get(0).getEndorsingOrganizationsList()).containsExactly("BMSP", "CMSP");

            client.submit("update:Submit");
            assertThat(own.endorsed)
                    .as("a suspected peer is left alone for a while")
                    .hasSize(3);
        }

        @Test
        void do_not_suspect_the_own_peer_for_a_race() throws Exception {
            AtomicInteger calls = counting();
            own.endorsement = request -> {
                if (calls.incrementAndGet() == 1) {
                    throw FakePeer.error(
                            Code.ABORTED,
                            "failed to collect enough transaction endorsements, see attached details for more info",
                            "BMSP",
                            "ProposalResponsePayloads do not match",
                            "CMSP",
                            "ProposalResponsePayloads do not match");
                }
                return "agreed";
            };
            assertThat(client.submit("round:Close").result()).isEqualTo("agreed");
            assertThat(b.endorsed).isEmpty();
        }

        @Test
        void are_given_up_at_once_when_the_identity_is_refused() {
            own.endorsement = request -> {
                throw FakePeer.error(
                        Code.ABORTED,
                        "failed to endorse",
                        "AMSP",
                        "access denied: channel [federation] creator org unknown");
            };
            assertThatThrownBy(() -> client.submit("update:Submit"))
                    .isInstanceOf(EndorsementFailedException.class)
                    .hasMessageContaining("creator org unknown");
            assertThat(own.endorsed).hasSize(1);
        }

        @Test
        void are_given_up_when_the_orderers_refuse_the_bytes_again_and_again() {
            own.submission = request -> {
                throw FakePeer.error(Code.ABORTED, "received unsuccessful response from orderer: status=BAD_REQUEST");
            };
            assertThatThrownBy(() -> client.submit("update:Submit"))
                    .isInstanceOf(SubmissionFailedException.class)
                    .hasMessageContaining("BAD_REQUEST");
            assertThat(own.submitted).hasSize(3);
        }

        @Test
        void survive_one_orderer_that_refuses_them() throws Exception {
            AtomicInteger calls = counting();
            own.submission = request -> {
                if (calls.incrementAndGet() == 1) {
                    throw FakePeer.error(Code.ABORTED, "received unsuccessful response from orderer: status=FORBIDDEN");
                }
                return true;
            };
            assertThat(client.submit("update:Submit").result()).isEqualTo("result");
            assertSameBytes(2);
        }

        @Test
        void are_not_called_refused_once_an_orderer_may_have_taken_them() throws Exception {
            AtomicInteger calls = counting();
            own.submission = request -> {
                if (calls.incrementAndGet() > 1 && calls.get() < 6) {
                    throw FakePeer.error(
                            Code.ABORTED, "received unsuccessful response from orderer: status=BAD_REQUEST");
                }
                return true;
            };
            b.submission = own.submission;
            own.status = request -> calls.get() < 6 ? null : TxValidationCode.VALID;
            b.status = own.status;
            c.status = own.status;
            reconnect(IMPATIENT);
            assertThat(client.submit("update:Submit").result()).isEqualTo("result");
            assertThat(own.endorsed).as("the same endorsed transaction").hasSize(1);
        }

        @Test
        void outlast_an_election_of_the_orderers() throws Exception {
            AtomicInteger calls = counting();
            own.submission = request -> {
                if (calls.incrementAndGet() < 4) {
                    throw FakePeer.error(
                            Code.UNAVAILABLE,
                            "no orderers could successfully process transaction",
                            "OrdererMSP",
                            "dial tcp 127.0.0.1:17051: connect: connection refused");
                }
                return true;
            };
            b.submission = own.submission;
            assertThat(client.submit("update:Submit").attempts()).isEqualTo(1);
            assertThat(own.endorsed)
                    .as("one proposal, handed over again and again")
                    .hasSize(1);
        }

        @Test
        void outlast_a_gateway_that_does_not_know_its_channel_yet() throws Exception {
            AtomicInteger calls = counting();
            own.submission = request -> {
                if (calls.incrementAndGet() < 3) {
                    throw FakePeer.error(Code.FAILED_PRECONDITION, "no orderers for channel federation");
                }
                return true;
            };
            assertThat(client.submit("update:Submit").result()).isEqualTo("result");
            assertSameBytes(3);
        }

        @Test
        void do_not_take_a_duplicates_mark_for_the_fate_of_the_first_copy() throws Exception {
            AtomicInteger asked = counting();
            own.status =
                    request -> asked.incrementAndGet() < 2 ? TxValidationCode.DUPLICATE_TXID : TxValidationCode.VALID;
            assertThat(client.submit("update:Submit").attempts()).isEqualTo(1);
            assertSameBytes(2);
        }

        @Test
        void are_not_believed_committed_on_the_word_of_one_rival() throws Exception {
            c.status = request -> null;
            reconnect(new Deadlines(LONG, LONG, LONG, LONG, Duration.ofMillis(500), Duration.ofSeconds(5)));
            own.stop();
            CommitUnknownException unknown =
                    catchThrowableOfType(CommitUnknownException.class, () -> client.submit("update:Submit"));
            assertThat(unknown).isNotNull();
            assertThat(unknown.getMessage()).contains("handing it over");
            assertThat(b.submitted).hasSizeGreaterThan(1);
        }

        @Test
        void are_not_proposed_anew_because_one_rival_calls_them_invalid() throws Exception {
            AtomicInteger asked = counting();
            b.status = request ->
                    asked.incrementAndGet() < 2 ? TxValidationCode.MVCC_READ_CONFLICT : TxValidationCode.VALID;
            reconnect(IMPATIENT);
            own.stop();
            assertThat(client.submit("update:Submit").result()).isEqualTo("result");
            assertThat(b.endorsed).hasSize(1);
            assertThat(b.submitted.stream().map(s -> s.getPreparedTransaction()).distinct())
                    .hasSize(1);
        }

        @Test
        void learn_their_fate_from_the_own_peer_although_its_chaincode_is_down() throws Exception {
            own.endorsement = request -> {
                throw FakePeer.error(
                        Code.ABORTED,
                        "failed to endorse transaction, see attached details for more info",
                        "AMSP",
                        "could not launch chaincode fedfabric: connection refused");
            };
            c.status = request -> null;
            reconnect(IMPATIENT);
            assertThat(client.submit("update:Submit").result()).isEqualTo("result");
            assertThat(b.submitted).isNotEmpty();
        }

        private void assertSameBytes(int times) {
            assertThat(own.submitted).hasSize(times);
            assertThat(own.submitted.stream()
                            .map(s -> s.getPreparedTransaction())
                            .distinct())
                    .hasSize(1);
        }
    }
}
