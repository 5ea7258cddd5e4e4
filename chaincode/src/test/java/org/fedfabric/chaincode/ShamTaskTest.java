package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fedfabric.chaincode.contract.ReputationContract;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.reputation.Reputation;
import org.fedfabric.protocol.task.ReputationRule;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.update.UpdateBlob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two enterprises against a rival: B requests a sham task whose validation rows have the wrong labels and whose margin is
 * nothing, so that every honest update is rejected by every endorser by the rules, while B's and C's are included.
 */
class ShamTaskTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";
    private static final long ELIGIBLE = 300_000;
    private final Federation federation = new Federation();

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    @Test
    void a_sham_task_ruins_no_rival_where_pooled_evidence_would_have_shut_it_out() throws Exception {
        runSham(2);
        assertThat(member(A).counts().rejected()).isEqualTo(2);
        assertThat(member(B).counts().included()).isEqualTo(2);

        federation.create(TinyTask.spec("real", 3, 2));
        federation.join("real", A);
        federation.join("real", B);
        assertThat(federation.start("real", A, B).selected()).containsExactly(A, B);
        assertThat(standing("real", A)).isEqualTo(500_000);

        // The twin: a ledger on which all tasks count for everybody, undiscounted, whoever requested them.
        long pooled = Reputation.expectationMicros(member(A).evidence(), Reputation.NEUTRAL_MICROS);
        assertThat(pooled).isLessThan(ELIGIBLE).isEqualTo(233_644);
    }

    @Test
    void a_sham_task_gives_nothing_to_its_requesters_own_and_a_friend_no_more_than_five_rejections_use_up()
            throws Exception {
        runSham(6);
        federation.create(TinyTask.spec("real", 3, 2));
        assertThat(joinNaming("sham", B).prior()).isEqualTo(Evidence.NONE);
        Evidence brought = joinNaming("sham", C).prior();
        assertThat(brought.negativeNanos()).isZero();
        assertThat(brought.positiveNanos()).isEqualTo(2_000_000_000L);
        assertThat(rejectionsUntilShutOut(brought)).isEqualTo(5);

        // The twin: discounted without a limit, from eight such tasks, as many as a Join may name.
        Evidence unlimited = Reputation.discount(
                member(C).evidence(), Reputation.expectationMicros(member(B).evidence(), Reputation.NEUTRAL_MICROS));
        Evidence eight = Evidence.NONE;
        for (int task = 0; task < 8; task++) {
            eight = Reputation.fuse(eight, unlimited);
        }
        assertThat(rejectionsUntilShutOut(eight)).isEqualTo(16);
        assertThat(rejectionsUntilShutOut(Evidence.NONE)).as("a newcomer").isEqualTo(2);
    }

    private void runSham(int versions) throws Exception {
        byte[] validation = RowsBlob.encode(TinyTask.mislabelled());
        federation.swarm.put("OrgB", validation);
        String spec = CanonicalJson.write(TinyTask.spec("sham", versions, 2))
                .replace(TinyTask.cid(TinyTask.validation()), TinyTask.cid(validation))
                .replace("\"marginMicros\":500000", "\"marginMicros\":0");
        Identity requester = TestChannel.admin("OrgB");
        federation.channel.submit(
                TaskRecord.class,
                requester,
                "task:Create",
                CanonicalJson.write(CanonicalJson.read(spec, TaskSpec.class)));
        for (String id : List.of(A, B, C)) {
            federation.enrol(id);
            federation.join("sham", id);
        }
        federation.channel.submit(
                VersionRecord.class, requester, "task:Start", "sham", CanonicalJson.write(List.of(A, B, C)));
        for (int version = 0; version < versions; version++) {
            VersionRecord base = federation.head("sham");
            float[] parameters = federation.model("sham", base.version());
            for (String id : base.selected()) {
                RawRows rows = id.equals(A) ? TinyTask.rows() : TinyTask.mislabelled();
                float[] trained = TinyTask.trained(parameters, id.equals(A) ? 20 : 5, rows);
                byte[] bytes = UpdateBlob.encode(
                        federation.header("sham", base, id), TinyTask.quantised(parameters, trained, 1));
                federation.submit("sham", id, bytes);
                federation.reveal(id, bytes);
            }
            federation.close("sham", B);
            federation.advance("sham", B);
        }
    }

    private Membership joinNaming(String prior, String id) {
        String[] arguments = federation.joinArguments("real", id);
        arguments[4] = prior;
        return federation.channel.submit(Membership.class, federation.identity(id), "participant:Join", arguments);
    }

    /** How many rejections in a row bring somebody who brought this along below what selection asks for. */
    private static int rejectionsUntilShutOut(Evidence brought) {
        Evidence evidence = brought;
        int rejections = 0;
        while (Reputation.expectationMicros(evidence, Reputation.NEUTRAL_MICROS) >= ELIGIBLE) {
            evidence = Reputation.after(evidence, Verdict.Outcome.REJECTED, ReputationRule.defaults());
            rejections++;
        }
        return rejections;
    }

    private RosterMember member(String id) {
        return standingOf("sham", id).member();
    }

    private long standing(String task, String id) {
        return standingOf(task, id).expectationMicros();
    }

    private ReputationContract.Standing standingOf(String task, String id) {
        return federation.channel.query(
                ReputationContract.Standing.class, federation.requester, "reputation:Get", task, id);
    }
}
