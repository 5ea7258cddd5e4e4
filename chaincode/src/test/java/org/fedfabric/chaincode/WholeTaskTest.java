package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.fedfabric.chaincode.contract.ReputationContract;
import org.fedfabric.chaincode.contract.UpdateContract;
import org.fedfabric.chaincode.ledger.Page;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.StopReason;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.UpdateState;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks from Create to their end, every transaction run by three endorsers whose results must agree to the byte. */
class WholeTaskTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";
    private final Federation federation = new Federation();

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    @Test
    void three_versions_improve_the_model_and_complete_the_task() throws Exception {
        VersionRecord first = federation.started(TinyTask.spec("tiny", 3, 3), A, B, C);
        assertThat(first.selected()).containsExactly(A, B, C);
        assertThat(first.modelCid()).isEqualTo(TinyTask.seeded().cid());

        long score = first.scoreMicros();
        for (int version = 1; version <= 3; version++) {
            federation.submitHonest("tiny", A, B, C);
            assertThat(federation.close("tiny", A).state()).isEqualTo(VersionState.CLOSED);
            VersionRecord next = federation.advance("tiny", B);
            assertThat(next.version()).isEqualTo(version);
            assertThat(next.scoreMicros()).isLessThan(score);
            score = next.scoreMicros();
            federation.pass(Duration.ofSeconds(5));
        }
        assertThat(federation.task("tiny").state()).isEqualTo(TaskState.COMPLETED);
        assertThat(federation.head("tiny").state()).isEqualTo(VersionState.FINAL);
        Page<?> history =
                federation.channel.query(Page.class, federation.requester, "round:History", "tiny", "0", "100");
        assertThat(history.items())
                .extracting("state")
                .map(Object::toString)
                .containsExactly("PUBLISHED", "PUBLISHED", "PUBLISHED", "FINAL");
        assertThat(history.bookmark()).isEmpty();
    }

    @Test
    void a_sign_flipped_update_is_rejected_with_its_score_on_the_record_and_costs_reputation() throws Exception {
        federation.started(TinyTask.spec("tiny", 3, 2), A, B, C);
        federation.submitHonest("tiny", A, B);
        byte[] flipped = federation.update("tiny", C, 20, -3);
        federation.submit("tiny", C, flipped);
        federation.reveal(C, flipped);
        federation.close("tiny", A);
        federation.advance("tiny", A);

        UpdateContract.UpdateView view = federation.channel.query(
                UpdateContract.UpdateView.class, federation.requester, "update:Get", "tiny", "0", C);
        assertThat(view.state()).isEqualTo(UpdateState.REJECTED);
        Verdict verdict = view.contributor().verdict();
        assertThat(verdict.reason()).isEqualTo(Verdict.Reason.SCORE);
        assertThat(verdict.scoreMicros()).isGreaterThan(verdict.baseScoreMicros() + 500_000);
        assertThat(verdict.baseScoreMicros())
                .isEqualTo(federation.version("tiny", 0).scoreMicros());
        assertThat(view.contributor().weight()).isZero();
        assertThat(standing(C)).isLessThan(500_000);
        assertThat(standing(A)).isGreaterThan(500_000);
    }

    @Test
    void a_withheld_update_becomes_unavailable_only_when_deadline_and_endorsers_have_waited() throws Exception {
        federation.started(TinyTask.spec("tiny", 3, 2), A, B, C);
        federation.submitHonest("tiny", A, B);
        federation.submit("tiny", C, federation.update("tiny", C, 5, 1));
        federation.close("tiny", A);

        AdvanceRequest named =
                new AdvanceRequest(1, federation.head("tiny").modelCid(), List.of(C), List.of(), List.of());
        AdvanceRequest unnamed = new AdvanceRequest(1, named.cid(), List.of(), List.of(), List.of());
        refusesAdvance(RefusalCode.NOT_YET_UNAVAILABLE, named);
        assertThat(refusesAdvance(RefusalCode.CONTENT_UNAVAILABLE, unnamed)).contains(C);

        federation.pass(Duration.ofSeconds(59));
        refusesAdvance(RefusalCode.NOT_YET_UNAVAILABLE, named);
        federation.pass(Duration.ofSeconds(3));
        // The first endorser has missed the bytes for a minute; what it computes without them is what the others must.
        String cid = cidComputedBy(0, named);
        assertThat(cid).isNotEqualTo(named.cid());
        AdvanceRequest right = new AdvanceRequest(1, cid, List.of(C), List.of(), List.of());
        // Theirs fail after four seconds, which count.
        federation.swarm.onMiss = () -> federation.pass(Duration.ofSeconds(4));
        for (int other : List.of(1, 2)) {
            assertThat(refusal(other, right)).isEqualTo(RefusalCode.BUSY);
        }
        federation.swarm.onMiss = () -> {};
        assertThat(refusal(2, right)).isEqualTo(RefusalCode.BUSY);
        federation.pass(Duration.ofSeconds(1));

        VersionRecord next = federation.advance("tiny", A, cid, List.of(C), List.of(), List.of());
        assertThat(next.modelCid()).isEqualTo(cid);
        assertThat(federation.version("tiny", 0).contributors().get(2).verdict())
                .isEqualTo(Verdict.UNAVAILABLE);
        assertThat(next.selected()).as("who withholds rests").containsExactly(A, B);
        assertThat(standing(C)).as("absence is no disbelief").isEqualTo(500_000);
    }

    @Test
    void an_endorser_that_has_the_bytes_refuses_to_call_them_unavailable() throws Exception {
        federation.started(TinyTask.spec("tiny", 3, 2), A, B, C);
        federation.submitHonest("tiny", A, B, C);
        federation.close("tiny", A);
        federation.pass(Duration.ofSeconds(62));
        AdvanceRequest lie =
                new AdvanceRequest(1, federation.head("tiny").modelCid(), List.of(C), List.of(), List.of());
        assertThat(refusesAdvance(RefusalCode.AVAILABLE, lie)).contains(C);
    }

    @Test
    void bytes_that_arrive_late_are_judged_after_all() throws Exception {
        federation.started(TinyTask.spec("tiny", 3, 2), A, B, C);
        federation.submitHonest("tiny", A, B);
        byte[] late = federation.update("tiny", C, 5, 1);
        federation.submit("tiny", C, late);
        federation.close("tiny", A);
        AdvanceRequest request =
                new AdvanceRequest(1, federation.head("tiny").modelCid(), List.of(), List.of(), List.of());
        refusesAdvance(RefusalCode.CONTENT_UNAVAILABLE, request);
        federation.reveal(C, late);
        assertThat(federation.advance("tiny", A).version()).isEqualTo(1);
        assertThat(federation.version("tiny", 0).contributors())
                .extracting(c -> c.verdict().outcome())
                .containsOnly(Verdict.Outcome.INCLUDED);
    }

    @Test
    void three_fruitless_versions_in_a_row_stop_the_task() throws Exception {
        // Everybody stays eligible here, however often it was rejected.
        federation.started(TinyTask.trusting("tiny", 9, 2), A, B, C);
        for (int version = 1; version <= 3; version++) {
            submitFlipped(List.of(A, B, C));
            VersionRecord next = federation.advance("tiny", A);
            assertThat(next.modelCid()).isEqualTo(TinyTask.seeded().cid());
            assertThat(next.fruitless()).isEqualTo(version);
        }
        assertThat(federation.task("tiny").state()).isEqualTo(TaskState.STOPPED);
        assertThat(federation.task("tiny").stopReason()).isEqualTo(StopReason.FRUITLESS);
        assertThat(federation.head("tiny").state()).isEqualTo(VersionState.FINAL);
    }

    @Test
    void a_task_that_too_few_are_trusted_in_any_more_stops_at_once() throws Exception {
        federation.started(TinyTask.spec("tiny", 9, 2), A, B, C);
        for (int version = 1; version <= 2; version++) {
            submitFlipped(List.of(A, B, C));
            federation.advance("tiny", A);
        }
        assertThat(federation.head("tiny").state()).isEqualTo(VersionState.FINAL);
        assertThat(federation.task("tiny").stopReason()).isEqualTo(StopReason.QUORUM);
    }

    private void submitFlipped(List<String> ids) throws Exception {
        for (String id : ids) {
            byte[] flipped = federation.update("tiny", id, 20, -3);
            federation.submit("tiny", id, flipped);
            federation.reveal(id, flipped);
        }
        federation.close("tiny", A);
    }

    @Test
    void a_missed_quorum_extends_twice_and_then_stops_the_task() throws Exception {
        federation.started(TinyTask.spec("tiny", 3, 2), A, B, C);
        federation.submitHonest("tiny", A);
        federation.channel.refuses(RefusalCode.TOO_EARLY, federation.identity(A), "round:Close", "tiny", "0");
        stopsForQuorum();
        UpdateContract.UpdateView view = federation.channel.query(
                UpdateContract.UpdateView.class, federation.requester, "update:Get", "tiny", "0", A);
        assertThat(view.state()).isEqualTo(UpdateState.EXPIRED);
    }

    private void stopsForQuorum() {
        long version = federation.head("tiny").version();
        for (int extension = 1; extension <= 2; extension++) {
            federation.pass(Duration.ofSeconds(62));
            VersionRecord extended = federation.close("tiny", A);
            assertThat(extended.state()).isEqualTo(VersionState.COLLECTING);
            assertThat(extended.extensions()).isEqualTo(extension);
        }
        federation.pass(Duration.ofSeconds(62));
        assertThat(federation.close("tiny", A).state()).isEqualTo(VersionState.FINAL);
        assertThat(federation.task("tiny").state()).isEqualTo(TaskState.STOPPED);
        assertThat(federation.task("tiny").stopReason()).isEqualTo(StopReason.QUORUM);
        assertThat(federation.head("tiny").version()).isEqualTo(version);
    }

    @Test
    void joins_and_leaves_act_at_the_next_selection() throws Exception {
        federation.started(TinyTask.spec("tiny", 5, 2), A, B);
        federation.enrol(C);
        federation.join("tiny", C);
        federation.channel.run(federation.identity(B), "participant:Leave", "tiny");
        federation.submitHonest("tiny", A, B);
        federation.close("tiny", A);
        String cid = federation.recompute("tiny", A).cid();
        VersionRecord next = federation.advance("tiny", A, cid, List.of(), List.of(C), List.of(B));
        assertThat(next.selected()).containsExactly(A, C);
    }

    @Test
    void a_suspended_member_can_be_taken_off_the_roster_by_anybody_who_aggregates() throws Exception {
        federation.started(TinyTask.spec("tiny", 5, 2), A, B, C);
        federation.channel.run(TestChannel.admin("OrgC"), "participant:Suspend", C, "true");
        federation.submitHonest("tiny", A, B);
        federation.pass(Duration.ofSeconds(62));
        federation.close("tiny", A);
        String cid = federation.recompute("tiny", A).cid();
        AdvanceRequest wrong = new AdvanceRequest(1, cid, List.of(), List.of(), List.of(B));
        refusesAdvance(RefusalCode.ROSTER_MISMATCH, wrong);
        VersionRecord next = federation.advance("tiny", A, cid, List.of(), List.of(), List.of(C));
        assertThat(next.selected()).containsExactly(A, B);
    }

    private long standing(String id) {
        return federation
                .channel
                .query(ReputationContract.Standing.class, federation.requester, "reputation:Get", "tiny", id)
                .expectationMicros();
    }

    private String refusesAdvance(RefusalCode code, AdvanceRequest request) {
        return federation.channel.refuses(
                code,
                federation.identity(A),
                "round:Advance",
                "tiny",
                Long.toString(federation.head("tiny").version()),
                CanonicalJson.write(request));
    }

    /** The CID in an endorser's refusal of a wrong one. */
    private String cidComputedBy(int endorser, AdvanceRequest request) {
        String message = refusalOf(endorser, request).getMessage();
        assertThat(message).startsWith("FF-4005 AGGREGATE_MISMATCH");
        return message.replaceAll("(?s).*The next model must be (\\w+),.*", "$1");
    }

    private RefusalCode refusal(int endorser, AdvanceRequest request) {
        return refusalOf(endorser, request).code();
    }

    private RefusalException refusalOf(int endorser, AdvanceRequest request) {
        return catchThrowableOfType(
                RefusalException.class,
                () -> federation.channel.endorse(
                        federation.endorsers.get(endorser).functions(),
                        federation.identity(A),
                        "round:Advance",
                        "tiny",
                        Long.toString(federation.head("tiny").version()),
                        CanonicalJson.write(request)));
    }
}
