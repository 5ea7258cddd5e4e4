package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.fedfabric.chaincode.observing.EndorserObserver;
import org.fedfabric.protocol.ledger.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an endorser's operator is told of a version. */
class WatchedEndorserTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Federation federation = new Federation(new EndorserObserver() {
        @Override
        public void took(Step step, long nanos) {
            told.add("took " + step + (nanos < 0 ? " less than nothing" : ""));
        }

        @Override
        public void asked(Work work, Found found) {
            told.add(work + " " + found);
        }

        @Override
        public void judged(String task, long version, String participantId, Verdict verdict) {
            told.add("judged " + task + " " + version + " " + participantId + " " + verdict.outcome() + " "
                    + verdict.reason());
        }

        @Override
        public void composed(String task, long version, String cid, long included) {
            told.add("composed " + task + " " + version + " of " + included);
        }
    });

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    private long times(String what) {
        return told.stream().filter(what::equals).count();
    }

    @Test
    void every_update_is_fetched_and_judged_once_and_every_part_of_the_version_is_timed() throws Exception {
        federation.started(TinyTask.spec("tiny", 3, 2), A, B, C);
        for (String id : List.of(A, B)) {
            byte[] honest = federation.update("tiny", id, 5, 1);
            federation.submit("tiny", id, honest);
            federation.reveal(id, honest);
        }
        byte[] opposite = federation.update("tiny", C, 5, -40);
        federation.submit("tiny", C, opposite);
        federation.reveal(C, opposite);
        federation.close("tiny", A);
        told.clear();
        String cid = federation.recompute("tiny", A).cid();
        assertThat(told).as("what an audit repeats is not counted").isEmpty();

        federation.advance("tiny", B, cid, List.of(), List.of(), List.of());

        assertThat(told)
                .contains(
                        "judged tiny 0 " + A + " INCLUDED null",
                        "judged tiny 0 " + B + " INCLUDED null",
                        "composed tiny 1 of 2")
                .anyMatch(line -> line.startsWith("judged tiny 0 " + C + " REJECTED "));
        assertThat(times("took FETCH")).isEqualTo(3);
        assertThat(times("took DECODE_SCORE")).isEqualTo(3);
        for (String once :
                List.of("DECODE_FOR_SUM", "COMPARE", "AGGREGATE", "ENCODE", "ADDRESS", "SCORE_MODEL", "STORE_MODEL")) {
            assertThat(times("took " + once)).as(once).isEqualTo(1);
        }
        // Three computations of verdicts, their comparison, the sum, and the score of the new model.
        assertThat(times("took WAIT_FOR_CORE")).isEqualTo(6);
        assertThat(times("VERDICT NEW")).isEqualTo(3);
        assertThat(times("SUCCESSOR NEW")).isEqualTo(1);
        assertThat(times("UPDATE_BYTES KNOWN"))
                .as("the sum reads no byte again")
                .isEqualTo(2);
    }
}
