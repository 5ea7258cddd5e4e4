package org.fedfabric.trainer.byzantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.trainer.federation.Alteration;
import org.fedfabric.trainer.federation.RawGateway;
import org.fedfabric.trainer.federation.ScriptedTask;
import org.hyperledger.fabric.client.Status;
import org.hyperledger.fabric.client.Transaction;
import org.hyperledger.fabric.protos.peer.ProcessedTransaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Enterprise C runs another chaincode than A and B; nothing at its peer shows that. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlteredChaincodeIT {
    private static final int C = 2;

    @TempDir
    static Path folder;

    private Federation federation;
    private String a;
    private String c;
    private String undisturbedCid;

    @BeforeAll
    void runUndisturbed() throws Exception {
        federation = new Federation(folder.resolve("network"));
        a = federation.honest.get(0);
        c = federation.honest.get(C);
        ScriptedTask task = federation.task("undisturbed");
        trained(task);
        undisturbedCid = task.version("head").modelCid();
    }

    @AfterEach
    void restore() throws Exception {
        federation.network.consortium().alter(C, Alteration.NONE);
    }

    @AfterAll
    void stop() {
        if (federation != null) {
            federation.close();
        }
    }

    /** All three enterprises' nodes take a task to its end; returns the transactions that published its versions. */
    private List<String> trained(ScriptedTask task) throws Exception {
        task.create();
        try (Trainers trainers = new Trainers(task, folder)) {
            for (String id : federation.honest) {
                trainers.start(id);
            }
            trainers.begin(federation.honestIds());
            trainers.complete(federation.allMspIds());
            return trainers.advances();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void one_enterprises_altered_chaincode_changes_no_model_and_is_found_out(Alteration alteration) throws Exception {
        String name = alteration.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Scenario.play(name, () -> {
            federation.network.consortium().alter(C, alteration);
            ScriptedTask task = federation.task(name);
            List<String> advances;
            int warnings;
            try (Warnings log = new Warnings()) {
                advances = trained(task);
                warnings = log.with("enterprise-c").size()
                        + log.with(federation.mspId(C)).size();
            }
            HonestRules.check(task, 0, federation.honest);
            assertThat(task.version("head").modelCid()).isEqualTo(undisturbedCid);
            assertThat(advances).hasSize(3);
            // Who confirms anything confirms what is right as well.
            for (String advance : alteration == Alteration.ENDORSES_ANYTHING ? List.<String>of() : advances) {
                assertThat(endorsers(advance))
                        .as("who endorsed %s", advance)
                        .containsExactly(federation.mspId(0), federation.mspId(1));
            }
            return switch (alteration) {
                case REFUSES, SILENT -> {
                    assertThat(warnings)
                            .as("lines about C in the trainers' logs")
                            .isPositive();
                    yield "3 of 3 versions endorsed by A and B alone; " + warnings + " warnings name C";
                }
                default -> provedBySignature(alteration, name);
            };
        });
    }

    /** Has C put its signature under what only it computes; the block that refuses it keeps it. */
    private String provedBySignature(Alteration alteration, String name) throws Exception {
        ScriptedTask task = federation.task(name + "-proof").start(federation.honestIds());
        VersionRecord base = task.submitAndClose(federation.honestIds());
        task.revealAll(base, federation.honestIds());
        String right = task.recomputed(a, 1);
        String its = switch (alteration) {
            case ENDORSES_ANYTHING -> Cid.of(new byte[] {1}).text();
            case FORGED_REPUTATION -> right;
            default -> task.recomputed(c, 1);
        };
        if (alteration == Alteration.OTHER_VERDICTS) {
            assertThat(judgedBy(c, task).reason()).isEqualTo(Verdict.Reason.HEADER);
            assertThat(judgedBy(a, task).outcome()).isEqualTo(Verdict.Outcome.INCLUDED);
        }
        if (alteration != Alteration.FORGED_REPUTATION) {
            assertThat(its).isNotEqualTo(right);
        }
        String transactionId;
        try (RawGateway gateway = federation.network.raw(c, C)) {
            Transaction alone = gateway.endorsedBy(
                            List.of(federation.mspId(C)),
                            gateway.proposal("round:Advance", task.advancing(base, its, List.of())))
                    .endorse();
            Status status = alone.submitAsync().getStatus();
            assertThat(status.getCode()).isEqualTo(TxValidationCode.ENDORSEMENT_POLICY_FAILURE);
            transactionId = alone.getTransactionId();
        }
        try (RawGateway gateway = federation.network.raw(a, 0)) {
            ProcessedTransaction refused = gateway.committed(transactionId);
            assertThat(refused.getValidationCode()).isEqualTo(TxValidationCode.ENDORSEMENT_POLICY_FAILURE_VALUE);
            assertThat(RawGateway.endorsers(refused)).containsExactly(federation.mspId(C));
        }
        VersionRecord next = task.advance(a, base);
        assertThat(next.modelCid()).isEqualTo(right);
        HonestRules.check(task, 0, federation.honest);
        return "ledger: transaction " + transactionId.substring(0, 12) + "… has " + federation.mspId(C)
                + "'s signature alone, ENDORSEMENT_POLICY_FAILURE; no version has it";
    }

    private Verdict judgedBy(String id, ScriptedTask task) throws Exception {
        return CanonicalJson.read(federation.network.as(id).evaluate("update:Judge", task.name, "0", a), Verdict.class);
    }

    private Iterable<String> endorsers(String transactionId) throws Exception {
        try (RawGateway gateway = federation.network.raw(a, 0)) {
            return RawGateway.endorsers(gateway.committed(transactionId));
        }
    }
}
