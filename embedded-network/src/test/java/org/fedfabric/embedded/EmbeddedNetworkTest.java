package org.fedfabric.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.fedfabric.embedded.identity.OrganizationCrypto;
import org.fedfabric.embedded.identity.Role;
import org.hyperledger.fabric.client.ChaincodeEvent;
import org.hyperledger.fabric.client.CloseableIterator;
import org.hyperledger.fabric.client.CommitException;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.InMemoryCheckpointer;
import org.hyperledger.fabric.client.SubmitException;
import org.hyperledger.fabric.client.SubmittedTransaction;
import org.hyperledger.fabric.client.Transaction;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;
import org.hyperledger.fabric.protos.gateway.PreparedTransaction;
import org.hyperledger.fabric.protos.peer.FilteredBlock;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateway client's whole vocabulary against a network of three enterprises. */
@Timeout(120)
class EmbeddedNetworkTest {
    @TempDir
    static Path state;

    private static EmbeddedNetwork network;
    private static GatewayClient a;

    @BeforeAll
    static void start() throws Exception {
        network = EmbeddedNetwork.start(
                NetworkConfig.builder(state, context -> new NotebookChaincode()).build());
        a = GatewayClient.connect(network.enterprise("enterprise-a"), "p1");
    }

    @AfterAll
    static void stop() {
        a.close();
        network.close();
    }

    // Refusals

    @Test
    void records_a_read_conflict_and_keeps_the_first_write() throws Exception {
        a.submit("put", "counter", "0");
        Transaction first = a.contract()
                .newProposal("increment")
                .addArguments("counter")
                .build()
                .endorse();
        Transaction second = a.contract()
                .newProposal("increment")
                .addArguments("counter")
                .build()
                .endorse();
        first.submit();

        CommitException conflict = catchThrowableOfType(CommitException.class, second::submit);

        assertThat(conflict.getCode()).isEqualTo(TxValidationCode.MVCC_READ_CONFLICT);
        assertThat(a.evaluate("get", "counter")).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({"raw, 20", "merkle, 120"}) // up to 50 rows are carried as they are, more as hashes
    void records_a_phantom_when_a_range_has_changed(String prefix, int rows) throws Exception {
        a.submit("putMany", prefix, Integer.toString(rows));
        Transaction counted = a.contract()
                .newProposal("countInto")
                .addArguments(prefix, prefix + "~", "count-" + prefix)
                .build()
                .endorse();
        a.submit("put", prefix + "00003x", "new row");

        CommitException phantom = catchThrowableOfType(CommitException.class, counted::submit);

        assertThat(phantom.getCode()).isEqualTo(TxValidationCode.PHANTOM_READ_CONFLICT);
    }

    @ParameterizedTest
    @CsvSource({"calm-raw, 20", "calm-merkle, 120"})
    void commits_when_a_range_has_not_changed(String prefix, int rows) throws Exception {
        a.submit("putMany", prefix, Integer.toString(rows));

        assertThat(a.submit("countInto", prefix, prefix + "~", "count-" + prefix))
                .isEqualTo(Integer.toString(rows));
    }

    @Test
    void records_a_policy_failure_when_too_few_enterprises_have_endorsed() {
        CommitException failure = catchThrowableOfType(
                CommitException.class,
                () -> a.contract()
                        .newProposal("put")
                        .addArguments("lonely", "1")
                        .setEndorsingOrganizations("EnterpriseAMSP")
                        .build()
                        .endorse()
                        .submit());

        assertThat(failure.getCode()).isEqualTo(TxValidationCode.ENDORSEMENT_POLICY_FAILURE);
    }

    @Test
    void refuses_to_endorse_for_an_organisation_that_does_not_exist() {
        EndorseException failure = catchThrowableOfType(
                EndorseException.class,
                () -> a.contract()
                        .newProposal("put")
                        .addArguments("k", "v")
                        .setEndorsingOrganizations("NobodyMSP")
                        .build()
                        .endorse());

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("failed to find any endorsing peers for org(s): NobodyMSP");
    }

    @Test
    void names_the_enterprises_whose_results_differ() {
        EndorseException failure = catchThrowableOfType(EndorseException.class, () -> a.submit("random"));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(failure.getDetails())
                .extracting(ErrorDetail::getMspId, ErrorDetail::getMessage)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("EnterpriseBMSP", "ProposalResponsePayloads do not match"),
                        org.assertj.core.groups.Tuple.tuple("EnterpriseCMSP", "ProposalResponsePayloads do not match"));
    }

    @Test
    void passes_a_contracts_refusal_on_with_its_text() {
        EndorseException failure =
                catchThrowableOfType(EndorseException.class, () -> a.submit("refuse", "FF-1234 not now"));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(failure.getDetails()).singleElement().satisfies(detail -> {
            assertThat(detail.getMspId()).isEqualTo("EnterpriseAMSP");
            assertThat(detail.getMessage()).isEqualTo("chaincode response 500, FF-1234 not now");
            assertThat(detail.getAddress())
                    .isEqualTo(network.enterprise("enterprise-a").address());
        });
        assertThatThrownBy(() -> a.evaluate("refuse", "FF-1234 not now"))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN))
                .hasMessageContaining("chaincode response 500, FF-1234 not now");
    }

    @Test
    void tells_what_a_contract_may_not_ask_for() {
        EndorseException failure = catchThrowableOfType(EndorseException.class, () -> a.submit("private"));

        assertThat(failure.getDetails().get(0).getMessage()).contains("Unsuccessful response received");
    }

    @Test
    void refuses_writes_after_a_page_was_read() {
        assertThatThrownBy(() -> a.submit("pageThenPut")).isInstanceOf(EndorseException.class);
    }

    @Test
    void refuses_an_unknown_chaincode() {
        EndorseException failure = catchThrowableOfType(
                EndorseException.class,
                () -> a.network("federation").getContract("nothing").submitTransaction("put", "k", "v"));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(failure.getDetails().get(0).getMessage()).contains("chaincode nothing not found");
    }

    @Test
    void refuses_an_unknown_channel() {
        EndorseException failure = catchThrowableOfType(
                EndorseException.class,
                () -> a.network("nowhere").getContract("fedfabric").submitTransaction("put", "k", "v"));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void keeps_an_enterprises_own_channel_to_itself() throws Exception {
        a.network("enterprise-a").getContract("fedfabric").submitTransaction("put", "secret", "mine");
        assertThat(a.evaluate("get", "secret")).isEmpty();

        EnterpriseEndpoint endpointA = network.enterprise("enterprise-a");
        EnterpriseEndpoint endpointB = network.enterprise("enterprise-b");
        Path userOfB = endpointB.users().resolve("p1").resolve("msp");
        try (GatewayClient intruder = GatewayClient.connect(endpointA, "EnterpriseBMSP", userOfB);
                GatewayClient elsewhere = GatewayClient.connect(endpointB, "p1")) {
            assertThatThrownBy(() -> intruder.network("enterprise-a")
                            .getContract("fedfabric")
                            .evaluateTransaction("get", "secret"))
                    .hasMessageContaining("creator org unknown");
            assertThatThrownBy(() -> elsewhere
                            .network("enterprise-a")
                            .getContract("fedfabric")
                            .evaluateTransaction("get", "secret"))
                    .isInstanceOf(GatewayException.class);
            assertThatThrownBy(() ->
                            intruder.network("enterprise-a").getBlockEvents().next())
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void refuses_a_certificate_from_another_authority_that_claims_a_members_name() throws Exception {
        OrganizationCrypto impostor =
                OrganizationCrypto.openOrCreate(state.resolve("elsewhere"), "EnterpriseAMSP", "enterprise-a");
        Path msp = impostor.user("p1", Role.CLIENT);
        try (GatewayClient client = GatewayClient.connect(network.enterprise("enterprise-a"), "EnterpriseAMSP", msp)) {
            EndorseException failure =
                    catchThrowableOfType(EndorseException.class, () -> client.submit("put", "k", "v"));
            assertThat(failure.getDetails().get(0).getMessage())
                    .isEqualTo("error validating proposal: access denied: channel [federation] creator org unknown,"
                            + " creator is malformed");
        }
    }

    @Test
    void refuses_an_expired_certificate() throws Exception {
        Path msp = OrganizationCrypto.openOrCreate(
                        state.resolve("crypto/enterprise-a"), "EnterpriseAMSP", "enterprise-a")
                .user("late", Role.CLIENT, Instant.now().minusSeconds(1));
        try (GatewayClient client = GatewayClient.connect(network.enterprise("enterprise-a"), "EnterpriseAMSP", msp)) {
            EndorseException failure =
                    catchThrowableOfType(EndorseException.class, () -> client.submit("put", "k", "v"));
            assertThat(failure.getDetails().get(0).getMessage()).isEqualTo("proposal client identity expired");
        }
    }

    @Test
    void refuses_a_peers_certificate_as_sender_of_transactions() throws Exception {
        Path msp = state.resolve("crypto/enterprise-a/peers/peer0/msp");
        try (GatewayClient client = GatewayClient.connect(network.enterprise("enterprise-a"), "EnterpriseAMSP", msp)) {
            EndorseException failure =
                    catchThrowableOfType(EndorseException.class, () -> client.submit("put", "k", "v"));
            assertThat(failure.getDetails().get(0).getMessage()).contains("/Channel/Application/Writers");
        }
    }

    @Test
    void refuses_a_transaction_whose_signature_is_anothers() throws Exception {
        Transaction endorsed = a.contract()
                .newProposal("put")
                .addArguments("forged", "1")
                .build()
                .endorse();
        PreparedTransaction prepared = PreparedTransaction.parseFrom(endorsed.getBytes());
        Transaction forged = a.gateway().newSignedTransaction(endorsed.getBytes(), new byte[] {1, 2, 3});

        SubmitException failure = catchThrowableOfType(SubmitException.class, forged::submit);

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(failure).hasMessageContaining("status=FORBIDDEN");
        assertThat(prepared.getTransactionId()).isEqualTo(forged.getTransactionId());
        assertThat(a.evaluate("get", "forged")).isEmpty();
    }

    // What works

    @Test
    void a_submitted_value_is_read_back_through_every_enterprise() throws Exception {
        assertThat(a.submit("put", "colour", "blue")).isEqualTo("colour");

        for (EnterpriseEndpoint endpoint : network.enterprises()) {
            try (GatewayClient client = GatewayClient.connect(endpoint, "p2")) {
                assertThat(client.evaluate("get", "colour")).isEqualTo("blue");
            }
        }
    }

    @Test
    void submitting_the_same_signed_transaction_again_reports_the_status_of_the_first() throws Exception {
        Transaction once = a.contract()
                .newProposal("increment")
                .addArguments("once")
                .build()
                .endorse();
        once.submit();
        long height = network.height("federation");

        SubmittedTransaction again = once.submitAsync();

        assertThat(again.getStatus().getCode()).isEqualTo(TxValidationCode.VALID);
        assertThat(a.evaluate("get", "once")).isEqualTo("1");
        a.submit("put", "after", "that");
        assertThat(codesSince(height)).contains(TxValidationCode.DUPLICATE_TXID);
    }

    private static List<TxValidationCode> codesSince(long block) {
        List<TxValidationCode> codes = new ArrayList<>();
        try (CloseableIterator<FilteredBlock> blocks = a.network("federation")
                .newFilteredBlockEventsRequest()
                .startBlock(block)
                .build()
                .getEvents()) {
            while (codes.stream().filter(TxValidationCode.VALID::equals).count() == 0) {
                blocks.next().getFilteredTransactionsList().forEach(tx -> codes.add(tx.getTxValidationCode()));
            }
        }
        return codes;
    }

    @Test
    void endorses_by_exactly_the_organisations_the_client_names() throws Exception {
        byte[] result = a.contract()
                .newProposal("put")
                .addArguments("named", "1")
                .setEndorsingOrganizations("EnterpriseBMSP", "EnterpriseCMSP")
                .build()
                .endorse()
                .submit();

        assertThat(new String(result, UTF_8)).isEqualTo("named");
    }

    @Test
    void keeps_transient_data_out_of_the_transaction() throws Exception {
        Transaction transaction = a.contract()
                .newProposal("secret")
                .putTransient("secret", "for the contract's eyes")
                .build()
                .endorse();

        assertThat(new String(transaction.getResult(), UTF_8)).isEqualTo("for the contract's eyes");
        String proposal = "for the contract's eyes";
        int occurrences = new String(transaction.getBytes(), UTF_8).split(proposal, -1).length - 1;
        assertThat(occurrences).as("the result only").isEqualTo(1);
    }

    @Test
    void a_contract_does_not_read_its_own_writes() throws Exception {
        a.submit("put", "own", "old");

        assertThat(a.submit("readOwnWrite", "own")).isEqualTo("old");
    }

    @Test
    void an_empty_value_deletes() throws Exception {
        a.submit("put", "gone", "1");
        a.submit("put", "gone", "");

        assertThat(a.evaluate("keys", "gone", "gone~")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "10", "100", "101", "200", "270"})
    void ranges_of_any_length_come_complete_and_in_order(int rows) throws Exception {
        String prefix = "range" + rows + "-";
        a.submit("putMany", prefix, Integer.toString(rows));

        List<String> expected = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            expected.add(String.format("%s%05d", prefix, i));
        }

        assertThat(a.evaluate("keys", prefix, prefix + "~")).isEqualTo(String.join(",", expected));
    }

    @Test
    void pages_go_on_at_their_bookmark() throws Exception {
        a.submit("putMany", "page", "5");

        assertThat(a.evaluate("page", "page", "page~", "2", "")).isEqualTo("page00000,page00001|page00002");
        assertThat(a.evaluate("page", "page", "page~", "2", "page00002")).isEqualTo("page00002,page00003|page00004");
        assertThat(a.evaluate("page", "page", "page~", "2", "page00004")).isEqualTo("page00004|");
    }

    @Test
    void composite_keys_are_found_by_their_beginning() throws Exception {
        a.submit("composite", "x", "1");
        a.submit("composite", "x", "\uFFEE"); // sorts below the end of the range only by UTF-8
        a.submit("composite", "y", "2");

        assertThat(a.evaluate("pairsOf", "x")).isEqualTo("1,\uFFEE");
    }

    @Test
    void history_is_told_newest_first_with_deletions() throws Exception {
        a.submit("put", "told", "1");
        a.submit("delete", "told");
        a.submit("put", "told", "2");

        assertThat(a.evaluate("history", "told")).isEqualTo("2,-,1");
    }

    @Test
    void live_events_arrive_and_replay_goes_on_after_a_checkpoint() throws Exception {
        InMemoryCheckpointer checkpointer = new InMemoryCheckpointer();
        long start = network.height("federation");
        try (CloseableIterator<ChaincodeEvent> live = a.network("federation").getChaincodeEvents("fedfabric")) {
            a.submit("notify", "Noted", "one");
            a.submit("notify", "Noted", "two");
            ChaincodeEvent first = live.next();
            assertThat(first.getEventName()).isEqualTo("Noted");
            assertThat(first.getChaincodeName()).isEqualTo("fedfabric");
            assertThat(new String(first.getPayload(), UTF_8)).isEqualTo("one");
            checkpointer.checkpointChaincodeEvent(first);
        }
        assertThat(payloads(2, start, null)).containsExactly("one", "two");
        assertThat(payloads(1, start, checkpointer)).containsExactly("two");
    }

    private static List<String> payloads(int count, long startBlock, InMemoryCheckpointer checkpointer) {
        var request =
                a.network("federation").newChaincodeEventsRequest("fedfabric").startBlock(startBlock);
        if (checkpointer != null) {
            request.checkpoint(checkpointer);
        }
        List<String> payloads = new ArrayList<>();
        try (CloseableIterator<ChaincodeEvent> events = request.build().getEvents()) {
            while (payloads.size() < count) {
                payloads.add(new String(events.next().getPayload(), UTF_8));
            }
        }
        return payloads;
    }

    @Test
    void blocks_are_delivered_from_the_first_and_form_a_chain() throws Exception {
        a.submit("put", "chain", "1");
        long height = network.height("federation");
        try (CloseableIterator<Block> blocks = a.network("federation")
                .newBlockEventsRequest()
                .startBlock(0)
                .build()
                .getEvents()) {
            Block previous = blocks.next();
            assertThat(previous.getHeader().getNumber()).isZero();
            for (long number = 1; number < height; number++) {
                Block block = blocks.next();
                assertThat(block.getHeader().getNumber()).isEqualTo(number);
                assertThat(block.getHeader().getPreviousHash())
                        .isEqualTo(org.fedfabric.embedded.wire.BlockHashes.ofHeader(previous.getHeader()));
                previous = block;
            }
        }
    }

    @Test
    void the_ledger_answers_questions_about_itself() throws Exception {
        a.submit("put", "asked", "1");
        byte[] info = a.network("federation").getContract("qscc").evaluateTransaction("GetChainInfo", "federation");
        byte[] block =
                a.network("federation").getContract("qscc").evaluateTransaction("GetBlockByNumber", "federation", "0");

        assertThat(org.hyperledger.fabric.protos.common.BlockchainInfo.parseFrom(info)
                        .getHeight())
                .isPositive();
        assertThat(Block.parseFrom(block).getHeader().getNumber()).isZero();
    }

    @Test
    void users_can_be_added_while_the_network_runs_and_keep_their_key() throws Exception {
        Path msp = network.issueUser("enterprise-b", "p9");
        assertThat(network.issueUser("enterprise-b", "p9")).isEqualTo(msp);

        try (GatewayClient client = GatewayClient.connect(network.enterprise("enterprise-b"), "p9")) {
            assertThat(client.submit("put", "p9", "here")).isEqualTo("p9");
        }
    }

    @Test
    void fifty_senders_at_once_lose_nothing() throws Exception {
        List<SubmittedTransaction> submitted = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            submitted.add(a.contract()
                    .newProposal("put")
                    .addArguments("many" + i, "1")
                    .build()
                    .endorse()
                    .submitAsync());
        }
        for (SubmittedTransaction transaction : submitted) {
            assertThat(transaction.getStatus().isSuccessful()).isTrue();
        }
        assertThat(a.evaluate("keys", "many", "many~").split(",")).hasSize(50);
    }

    @Test
    void evaluates_at_the_organisations_the_client_targets() throws Exception {
        a.submit("put", "targeted", "1");

        byte[] result = a.contract()
                .newProposal("get")
                .addArguments("targeted")
                .setEndorsingOrganizations("EnterpriseCMSP")
                .build()
                .evaluate();

        assertThat(new String(result, UTF_8)).isEqualTo("1");
    }

    @Test
    void profiles_say_how_to_reach_the_network() {
        Map<String, Path> profiles = new java.util.TreeMap<>();
        Iterator<EnterpriseEndpoint> endpoints = network.enterprises().iterator();
        endpoints.forEachRemaining(endpoint -> profiles.put(endpoint.name(), endpoint.connectionProfile()));

        assertThat(profiles).hasSize(3);
        assertThat(profiles.get("enterprise-b"))
                .content()
                .contains("mspId: EnterpriseBMSP", "users: ../crypto/enterprise-b/users")
                .containsSubsequence("EnterpriseBMSP, tlsCaCert", "EnterpriseAMSP, tlsCaCert");
        assertThat(state.resolve("ready.json")).exists();
    }
}
