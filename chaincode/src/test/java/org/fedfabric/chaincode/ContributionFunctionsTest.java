package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fedfabric.chaincode.contract.ReputationContract.Standing;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.StopReason;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.task.ContributionRule;
import org.fedfabric.protocol.task.Patience;
import org.fedfabric.protocol.task.Schedule;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.update.UpdateBlob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What updates were worth, as three endorsers compute it and must agree. */
class ContributionFunctionsTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";
    private static final String D = "OrgC/dan";
    private static final String E = "OrgA/eve";
    private static final String F = "OrgB/finn";
    private static final ContributionRule LEAVE_ONE_OUT = new ContributionRule.LeaveOneOut();
    private static final ContributionRule EXACT = new ContributionRule.Shapley(100, 0);
    private static final ContributionRule SAMPLED = new ContributionRule.Shapley(2, 0);

    private final Federation federation = new Federation();

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    static List<ContributionRule> rules() {
        return List.of(LEAVE_ONE_OUT, EXACT, SAMPLED);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void who_helps_gains_who_does_nothing_hardly_and_who_harms_loses(ContributionRule rule) throws Exception {
        federation.started(TinyTask.spec("tiny", 3, 2).measuring(rule), A, B, C, D);
        federation.submitHonest("tiny", A, B);
        submit(C, federation.update("tiny", C, 5, -0.5));
        submit(D, zeros(D));
        federation.close("tiny", A);
        List<Contributor> recomputed = federation.recompute("tiny", A).contributors();
        VersionRecord next = federation.advance("tiny", A);

        VersionRecord judged = federation.version("tiny", 0);
        assertThat(judged.contributors()).isEqualTo(recomputed);
        assertThat(judged.contributors())
                .as("a small enough flip is not refused")
                .allMatch(c -> c.verdict().outcome() == Verdict.Outcome.INCLUDED);
        List<Long> worth = judged.contributors().stream()
                .map(Contributor::contributionMicros)
                .toList();
        assertThat(worth.get(0)).isPositive();
        assertThat(worth.get(1)).isPositive();
        assertThat(worth.get(2)).as("the sign flipper").isNegative();
        assertThat(worth.get(3))
                .as("the free rider, whose zeros shorten the step")
                .isLessThanOrEqualTo(0)
                .isGreaterThan(worth.get(2));
        if (rule != LEAVE_ONE_OUT) {
            long sum = worth.stream().mapToLong(Long::longValue).sum();
            assertThat(judged.scoreMicros() - next.scoreMicros() - sum).isBetween(0L, 3L);
        }
    }

    @Test
    void a_rejected_update_has_no_value_and_neither_has_a_version_without_change() throws Exception {
        federation.started(TinyTask.trusting("tiny", 4, 2).measuring(LEAVE_ONE_OUT), A, B, C);
        federation.submitHonest("tiny", A, B);
        submit(C, federation.update("tiny", C, 20, -3));
        federation.close("tiny", A);
        federation.advance("tiny", A);
        assertThat(federation.version("tiny", 0).contributors())
                .extracting(c -> c.contributionMicros() != null)
                .containsExactly(true, true, false);

        for (String id : List.of(A, B, C)) {
            submit(id, federation.update("tiny", id, 20, -3));
        }
        federation.close("tiny", A);
        assertThat(federation.advance("tiny", A).fruitless()).isEqualTo(1);
        assertThat(federation.version("tiny", 1).contributors())
                .extracting(Contributor::contributionMicros)
                .containsOnlyNulls();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MULTI_KRUM", "TRIMMED_MEAN", "MEDIAN", "GEOMETRIC_MEDIAN", "CENTRED_CLIPPING"})
    void rules_that_need_several_updates_are_measured_with_whom_they_outvote(String rule) throws Exception {
        TaskSpec mean = TinyTask.spec("tiny", 3, 5).measuring(EXACT);
        TaskSpec spec = CanonicalJson.read(
                CanonicalJson.write(mean)
                        .replace("\"WEIGHTED_MEAN\"", '"' + rule + '"')
                        .replace("\"minEnterprises\":2", "\"minEnterprises\":3"),
                TaskSpec.class);
        federation.started(spec, A, E, B, F, C, D);
        federation.submitHonest("tiny", A, B, C, D, E);
        submit(F, federation.update("tiny", F, 5, -0.5));
        federation.close("tiny", A);
        VersionRecord next = federation.advance("tiny", A);

        VersionRecord judged = federation.version("tiny", 0);
        assertThat(judged.contributors())
                .extracting(Contributor::contributionMicros)
                .doesNotContainNull();
        assertThat(judged.contributors().stream().anyMatch(c -> c.verdict().outcome() == Verdict.Outcome.OUTVOTED))
                .isEqualTo(rule.equals("MULTI_KRUM"));
        long sum = judged.contributors().stream()
                .mapToLong(Contributor::contributionMicros)
                .sum();
        assertThat(judged.scoreMicros() - next.scoreMicros() - sum).isBetween(0L, 5L);
        assertThat(standing("tiny", F))
                .isEqualTo(judged.contributors().stream()
                        .filter(c -> c.id().equals(F))
                        .findFirst()
                        .orElseThrow()
                        .contributionMicros());
    }

    @Test
    void the_roster_adds_up_what_a_members_updates_were_worth() throws Exception {
        federation.started(TinyTask.spec("tiny", 3, 2).measuring(EXACT), A, B, C);
        long[] sums = new long[3];
        for (int version = 0; version < 2; version++) {
            federation.submitHonest("tiny", A, B, C);
            federation.close("tiny", A);
            federation.advance("tiny", B);
            List<Contributor> judged = federation.version("tiny", version).contributors();
            for (int i = 0; i < 3; i++) {
                sums[i] += judged.get(i).contributionMicros();
            }
        }
        for (int i = 0; i < 3; i++) {
            assertThat(standing("tiny", List.of(A, B, C).get(i))).isEqualTo(sums[i]);
        }
    }

    @Test
    void a_task_that_does_not_ask_for_it_records_nothing() throws Exception {
        TaskSpec spec = TinyTask.spec("tiny", 3, 2);
        assertThat(CanonicalJson.write(spec)).doesNotContain("contribution").doesNotContain("patience");
        federation.started(spec, A, B);
        federation.submitHonest("tiny", A, B);
        federation.close("tiny", A);
        federation.advance("tiny", A);
        assertThat(CanonicalJson.write(federation.version("tiny", 0)))
                .doesNotContain("contribution")
                .doesNotContain("progress");
        assertThat(standing("tiny", A)).isNull();
    }

    @Test
    void refuses_more_orders_than_endorsers_can_score() {
        String spec =
                CanonicalJson.write(TinyTask.spec("tiny", 3, 2).measuring(new ContributionRule.Shapley(1_000, 0)));
        federation.channel.refuses(
                RefusalCode.MALFORMED_ARGUMENT,
                federation.requester,
                "task:Create",
                spec.replace("\"permutations\":1000", "\"permutations\":1001"));
        federation.channel.refuses(
                RefusalCode.SPEC_IMPOSSIBLE,
                federation.requester,
                "task:Create",
                spec.replace("\"quorum\":2", "\"quorum\":4000"));
    }

    @Test
    void a_task_with_patience_completes_when_its_score_gets_no_further() throws Exception {
        Schedule patient = Schedule.synchronous(9, 2, 60).until(new Patience(2, 900_000_000));
        federation.started(TinyTask.spec("tiny", TinyTask.seeded(), patient, null), A, B);
        for (int version = 1; version <= 2; version++) {
            assertThat(federation.task("tiny").state()).isEqualTo(TaskState.RUNNING);
            federation.submitHonest("tiny", A, B);
            federation.close("tiny", A);
            federation.advance("tiny", A);
        }
        assertThat(federation.task("tiny").state()).isEqualTo(TaskState.COMPLETED);
        assertThat(federation.task("tiny").stopReason()).isEqualTo(StopReason.CONVERGED);
    }

    private void submit(String id, byte[] bytes) {
        federation.submit("tiny", id, bytes);
        federation.reveal(id, bytes);
    }

    private byte[] zeros(String id) {
        return UpdateBlob.encode(
                federation.header("tiny", federation.head("tiny"), id), new int[TinyTask.MODEL.parameterCount()]);
    }

    private Long standing(String task, String id) {
        return federation
                .channel
                .query(Standing.class, federation.requester, "reputation:Get", task, id)
                .member()
                .counts()
                .contributionMicros();
    }
}
