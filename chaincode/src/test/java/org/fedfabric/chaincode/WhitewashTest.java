package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.fedfabric.chaincode.contract.ReputationContract;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.reputation.Reputation;
import org.fedfabric.protocol.selection.Selector;
import org.fedfabric.protocol.task.ReputationRule;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever was rejected leaves, and its enterprise's administrator enrols it under another name. */
class WhitewashTest {
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
    void a_new_name_starts_where_the_old_one_ended_and_is_not_selected_where_a_fresh_start_would_be() throws Exception {
        TaskSpec spec = TinyTask.spec("tiny", 9, 2);
        federation.started(spec, A, B, C);
        attackAs(C);
        federation.advance("tiny", A);
        assertThat(federation.head("tiny").selected()).as("one rejection").containsExactly(A, B, C);
        attackAs(C);
        String renamed = "OrgC/cloe";
        federation.enrol(renamed);
        federation.join("tiny", renamed);
        federation.channel.run(federation.identity(C), "participant:Leave", "tiny");
        federation.advance("tiny", A, federation.recompute("tiny", A).cid(), List.of(), List.of(renamed), List.of(C));
        // Newcomers wait a version for a seed that nobody knew when they came.
        federation.submitHonest("tiny", A, B);
        federation.close("tiny", A);
        VersionRecord next = federation.advance("tiny", A);

        assertThat(next.selected()).containsExactly(A, B);
        assertThat(standing(renamed).expectationMicros()).isEqualTo(standing(C).expectationMicros());
        assertThat(standing(renamed).expectationMicros()).isEqualTo(233_644);

        // The twin: every new name starts at one half, as Jøsang's base rate would have it.
        List<RosterMember> fresh = new ArrayList<>();
        for (String id : List.of(A, B, renamed)) {
            fresh.add(standing(id).member());
        }
        fresh.set(2, startingAt(fresh.get(2), Reputation.NEUTRAL_MICROS));
        assertThat(Selector.select(spec, fresh, next.version(), next.seed())).containsExactly(A, B, renamed);
    }

    /**
     * An enterprise with honest members can trade their good name for attacks, and loses it: behind the longest record
     * there is (r = 8) it gets this many updates rejected before none of its newcomers is selected any more. Without the
     * rule it is two for each name, for ever.
     */
    @Test
    void behind_one_colleague_with_the_longest_record_fourteen_names_and_eighteen_rejections_are_the_end() {
        List<Evidence> enterprise = new ArrayList<>(List.of(new Evidence(8_000_000_000L, 0)));
        int names = 0;
        int rejections = 0;
        long start = Reputation.newcomerBaseRateMicros(enterprise);
        while (start >= ELIGIBLE) {
            Evidence evidence = Evidence.NONE;
            while (Reputation.expectationMicros(evidence, start) >= ELIGIBLE) {
                evidence = Reputation.after(evidence, Verdict.Outcome.REJECTED, ReputationRule.defaults());
                rejections++;
            }
            enterprise.add(evidence);
            names++;
            start = Reputation.newcomerBaseRateMicros(enterprise);
        }
        assertThat(List.of(names, rejections)).containsExactly(14, 18);
    }

    private void attackAs(String attacker) throws Exception {
        federation.submitHonest("tiny", A, B);
        byte[] flipped = federation.update("tiny", attacker, 20, -3);
        federation.submit("tiny", attacker, flipped);
        federation.reveal(attacker, flipped);
        federation.close("tiny", A);
    }

    private static RosterMember startingAt(RosterMember member, long baseRateMicros) {
        return new RosterMember(
                member.id(),
                member.rowsLog2(),
                member.assessment(),
                member.evidence(),
                baseRateMicros,
                member.absences(),
                member.restUntil(),
                member.allotment(),
                member.left(),
                member.counts());
    }

    private ReputationContract.Standing standing(String id) {
        return federation.channel.query(
                ReputationContract.Standing.class, federation.requester, "reputation:Get", "tiny", id);
    }
}
