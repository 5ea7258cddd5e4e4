package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.update.UpdateBlob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** C does no work and sends what others have done. Until Close it sees of their updates no more than the addresses. */
class CopierTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";
    private final Federation federation = new Federation();

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    @Test
    void an_address_copied_before_close_is_rejected_where_the_values_alone_would_have_been_included() throws Exception {
        federation.started(TinyTask.spec("tiny", 3, 2), A, B, C);
        byte[] annas = federation.update("tiny", A, 5, 1);
        federation.submitHonest("tiny", A, B);
        federation.submit("tiny", C, annas);
        federation.close("tiny", A);
        federation.advance("tiny", A);
        Verdict copied = verdictOnC(0);
        assertThat(copied.outcome()).isEqualTo(Verdict.Outcome.REJECTED);
        assertThat(copied.reason()).isEqualTo(Verdict.Reason.HEADER);

        // The twin: the same values judged by themselves, as under a header of C's own.
        federation.submitHonest("tiny", A, B);
        byte[] again = federation.update("tiny", C, 5, 1);
        federation.submit("tiny", C, again);
        federation.reveal(C, again);
        federation.close("tiny", A);
        federation.advance("tiny", A);
        assertThat(verdictOnC(1).outcome()).isEqualTo(Verdict.Outcome.INCLUDED);
    }

    /** What is left to copiers: yesterday's work. Its score says what it is worth today, which is less than A's own. */
    @Test
    void values_of_the_version_before_under_an_own_header_pass_and_are_worth_less_than_fresh_ones() throws Exception {
        federation.started(TinyTask.spec("tiny", 3, 2), A, B, C);
        float[] base = federation.model("tiny", 0);
        int[] annas = TinyTask.quantised(base, TinyTask.trained(base, 40), 1);
        for (String id : new String[] {A, B, C}) {
            byte[] bytes = federation.update("tiny", id, 40, 1);
            federation.submit("tiny", id, bytes);
            federation.reveal(id, bytes);
        }
        federation.close("tiny", A);
        federation.advance("tiny", A);

        byte[] stale = UpdateBlob.encode(federation.header("tiny", federation.head("tiny"), C), annas);
        byte[] fresh = federation.update("tiny", A, 40, 1);
        federation.submit("tiny", A, fresh);
        federation.reveal(A, fresh);
        federation.submitHonest("tiny", B);
        federation.submit("tiny", C, stale);
        federation.reveal(C, stale);
        federation.close("tiny", A);
        federation.advance("tiny", A);
        Verdict ofC = verdictOnC(1);
        Verdict ofA = federation.version("tiny", 1).contributors().get(0).verdict();
        assertThat(ofC.outcome()).isEqualTo(Verdict.Outcome.INCLUDED);
        assertThat(ofC.scoreMicros()).isGreaterThan(ofA.scoreMicros());
    }

    private Verdict verdictOnC(long version) {
        Contributor contributor =
                federation.version("tiny", version).contributors().get(2);
        assertThat(contributor.id()).isEqualTo(C);
        return contributor.verdict();
    }
}
