package org.fedfabric.trainer.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.fedfabric.chaincode.FedFabricChaincode;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.embedded.chaincodehost.ChaincodeFactory;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.HoldOutScore;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.task.Evaluation;
import org.fedfabric.trainer.ledger.CommittedTransaction;
import org.fedfabric.trainer.ledger.LedgerClient;
import org.fedfabric.trainer.provenance.LocalEnvironment;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.Proposal;
import org.hyperledger.fabric.client.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Endorsers that compute the same write the same; one that does not is alone, is named, and holds up neither the others nor
 * its own enterprise's trainers.
 */
@Timeout(90)
class DeterminismIT {
    private static final String MISMATCH = "ProposalResponsePayloads do not match";

    @TempDir
    Path state;

    private ScriptedNetwork network;
    private String a;
    private String b;
    private String c;

    @AfterEach
    void stop() {
        if (network != null) {
            network.close();
        }
    }

    private void start(ChaincodeFactory chaincode) throws Exception {
        network = new ScriptedNetwork(state, 1, chaincode, ScriptedNetwork.TIME_WINDOW);
        a = network.id(0, "p1");
        b = network.id(1, "p1");
        c = network.id(2, "p1");
    }

    private static FedFabricChaincode honest(ContentStore store) {
        return new FedFabricChaincode(store);
    }

    /** C runs something else than A and B. */
    private interface Alteration {
        org.hyperledger.fabric.shim.Chaincode of(ContentStore store);
    }

    private static ChaincodeFactory alteredAtC(Alteration alteration) {
        return context -> {
            ContentStore store = ContentStore.atKubo(context.contentApi());
            return context.enterprise().endsWith("-c") ? alteration.of(store) : honest(store);
        };
    }

    @Test
    void every_endorser_signs_the_same_bytes_for_every_writing_function() throws Exception {
        start(context -> honest(ContentStore.atKubo(context.contentApi())));
        network.put(SmallTask.rows(SmallTask.ROWS, true));
        Set<String> called = new TreeSet<>();
        for (int e = 0; e < 3; e++) {
            String admin = network.id(e, "admin");
            signedAlike(called, admin, "participant:Enroll", "admin", "REQUESTER", network.fingerprint(admin));
            signedAlike(called, admin, "participant:RegisterData", ScriptedNetwork.registration("rows", 0));
            String id = network.id(e, "p1");
            signedAlike(called, admin, "participant:Enroll", "p1", "TRAINER,AGGREGATOR", network.fingerprint(id));
        }
        String admin = network.id(0, "admin");
        signedAlike(
                called,
                admin,
                "enterprise:Vote",
                network.mspIds().get(1),
                "SUSPEND",
                network.mspIds().get(2));
        signedAlike(called, admin, "participant:Bind", a, "cd".repeat(32));
        signedAlike(called, admin, "participant:Unbind", "cd".repeat(32));
        signedAlike(called, admin, "participant:Suspend", a, "true");
        signedAlike(called, admin, "participant:Suspend", a, "false");
        String salt = "5a".repeat(16);
        String testCid = SmallTask.spec("any").validation().cid();
        ScriptedTask task = new ScriptedTask(
                network, SmallTask.revealable("alike", salt, testCid).evaluating(Evaluation.SHARED));
        signedAlike(called, admin, "task:Create", CanonicalJson.write(task.spec));
        for (String id : List.of(a, b, c)) {
            signedAlike(called, id, "participant:Join", task.joining(id));
        }
        signedAlike(called, c, "participant:Leave", task.name);
        signedAlike(called, c, "participant:Declare", task.name, CanonicalJson.write(LocalEnvironment.current()));
        signedAlike(called, c, "participant:Join", task.joining(c));
        signedAlike(called, admin, "task:Admit", task.name, "[\"" + a + "\"]");
        String members = "[\"" + String.join("\",\"", b, c) + "\"]";
        signedAlike(called, admin, "task:Start", task.name, members);
        VersionRecord base = task.version("head");
        for (String id : List.of(a, b, c)) {
            byte[] bytes = task.update(id, base);
            signedAlike(called, id, "update:Submit", task.submitting(base, task.submission(id, base, bytes)));
            task.reveal(bytes, id);
        }
        signedAlike(called, b, "round:Close", task.name, "0");
        String cid = task.recomputed(c, 1);
        signedAlike(called, a, "round:Advance", task.advancing(base, cid, List.of()));
        String score = CanonicalJson.write(new HoldOutScore(1, 6, 500_000, 750_000));
        signedAlike(called, a, "round:Report", task.name, "1", score);
        signedAlike(called, admin, "task:RevealTest", task.name, salt, testCid, "6");
        new ScriptedTask(network, SmallTask.spec("ended")).create();
        signedAlike(called, admin, "task:Stop", "ended");

        // These two need a task with noise: the chaincode's own tests run them on several endorsers.
        called.addAll(List.of("privacy:TopUp", "privacy:Release"));
        assertThat(called)
                .containsExactlyElementsOf(network.functions().entrySet().stream()
                        .filter(f -> f.getValue() == org.fedfabric.chaincode.function.Effect.TRANSACTION)
                        .map(Map.Entry::getKey)
                        .toList());
        assertThat(task.version("head").modelCid()).isEqualTo(cid);
    }

    /** Has each enterprise alone endorse one proposal, compares what they sign, and commits it signed by all three. */
    private void signedAlike(Set<String> called, String by, String function, String... arguments) throws Exception {
        called.add(function);
        int own = network.mspIds().indexOf(ScriptedNetwork.mspOf(by));
        try (RawGateway gateway = network.raw(by, own)) {
            Proposal proposal = gateway.proposal(function, arguments);
            List<ByteString> payloads = new ArrayList<>();
            for (String mspId : network.mspIds()) {
                payloads.add(RawGateway.endorsedPayload(
                        gateway.endorsedBy(List.of(mspId), proposal).endorse()));
            }
            assertThat(payloads).as(function).hasSize(3).containsOnly(payloads.get(0));
            Transaction transaction =
                    gateway.endorsedBy(network.mspIds(), proposal).endorse();
            assertThat(RawGateway.endorsements(transaction)).isEqualTo(3);
            assertThat(RawGateway.endorsedPayload(transaction)).isEqualTo(payloads.get(0));
            assertThat(transaction.submitAsync().getStatus().isSuccessful()).isTrue();
        }
    }

    @Test
    void an_enterprise_whose_own_chaincode_is_altered_by_one_bit_goes_on_through_the_others() throws Exception {
        start(alteredAtC(store -> new AlteredStub(honest(store))));
        ConcurrentLinkedQueue<String> warnings = new ConcurrentLinkedQueue<>();
        Logger log = Logger.getLogger(LedgerClient.class.getPackageName());
        Handler recorder = recorder(warnings);
        log.addHandler(recorder);
        try {
            String admin = network.id(2, "admin");
            String[] enrol = {"probe", "AUDITOR", "ab".repeat(32)};
            try (RawGateway own = network.raw(admin, 2);
                    RawGateway foreign = network.raw(admin, 0)) {
                EndorseException failure = catchThrowableOfType(
                        EndorseException.class, own.proposal("participant:Enroll", enrol)::endorse);
                assertThat(RawGateway.text(failure))
                        .as("at its own gateway all others differ")
                        .contains(network.mspIds().get(0) + ": " + MISMATCH)
                        .contains(network.mspIds().get(1) + ": " + MISMATCH);
                Proposal byAll = foreign.endorsedBy(network.mspIds(), foreign.proposal("participant:Enroll", enrol));
                failure = catchThrowableOfType(EndorseException.class, byAll::endorse);
                assertThat(RawGateway.text(failure))
                        .as("elsewhere it is the one that differs")
                        .contains(network.mspIds().get(2) + ": " + MISMATCH)
                        .doesNotContain(network.mspIds().get(1) + ": ");
            }

            network.open();
            for (String id : List.of(a, b, c)) {
                network.enrol(id, "TRAINER,AGGREGATOR");
            }
            assertThat(warnings)
                    .anySatisfy(line -> assertThat(line)
                            .contains("enterprise-c")
                            .contains("computes other results than the rest")
                            .contains(network.mspIds().get(0)));
            ScriptedTask task = new ScriptedTask(network, SmallTask.spec("altered")).start(a, b, c);
            VersionRecord base = task.submitAndClose(c, a, b);
            task.revealAll(base, a, b, c);
            CommittedTransaction advanced =
                    network.as(c).submit("round:Advance", task.advancing(base, task.recomputed(c, 1), List.of()));
            assertThat(advanced.attempts())
                    .as("once suspected, its own peer costs no detour")
                    .isOne();
            assertThat(task.version("0").contributors())
                    .extracting(Contributor::id)
                    .containsExactly(a, b, c);
            assertThat(task.version("1").modelCid()).isNotEqualTo(base.modelCid());
        } finally {
            log.removeHandler(recorder);
        }
    }

    @Test
    void a_task_goes_on_without_an_enterprise_that_computes_otherwise_and_recompute_shows_it() throws Exception {
        start(alteredAtC(store -> honest(new AlteredStore(store))));
        network.open();
        for (String id : List.of(a, b, c)) {
            network.enrol(id, "TRAINER,AGGREGATOR");
        }
        ScriptedTask task = new ScriptedTask(network, SmallTask.spec("otherwise")).start(a, b, c);
        VersionRecord base = task.submitAndClose(a, b, c);
        task.revealAll(base, a, b, c);
        String others = task.recomputed(a, 1);
        String its = task.recomputed(c, 1);
        assertThat(task.recomputed(b, 1)).isEqualTo(others);
        assertThat(its).isNotEqualTo(others);

        network.refuses(RefusalCode.AGGREGATE_MISMATCH, a, "round:Advance", task.advancing(base, its, List.of()));
        VersionRecord first = task.advance(a, base);
        assertThat(first.modelCid()).isEqualTo(others);
        assertThat(task.version("0").contributors())
                .allSatisfy(contributor ->
                        assertThat(contributor.verdict().outcome()).isEqualTo(Verdict.Outcome.INCLUDED));
        assertThat(task.recomputed(b, 1)).as("of a version that is published").isEqualTo(others);
        assertThat(task.recomputed(c, 1)).isEqualTo(its);

        // C's own aggregator, told by the others what they compute, advances through them.
        base = task.submitAndClose(c, a, b);
        task.revealAll(base, a, b, c);
        CommittedTransaction advanced =
                network.as(c).submit("round:Advance", task.advancing(base, task.recomputed(b, 2), List.of()));
        assertThat(advanced.attempts()).isEqualTo(2);
        assertThat(task.version("2").modelCid()).isEqualTo(task.recomputed(a, 2));
    }

    private static Handler recorder(ConcurrentLinkedQueue<String> lines) {
        return new Handler() {
            private final java.util.logging.Formatter formatter = new java.util.logging.SimpleFormatter();

            @Override
            public void publish(LogRecord record) {
                lines.add(formatter.formatMessage(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
