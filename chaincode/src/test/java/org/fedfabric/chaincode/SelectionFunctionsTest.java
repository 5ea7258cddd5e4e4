package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What senders of transactions can do to the draw, by the functions they call. */
class SelectionFunctionsTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";
    private static final String LATE = "OrgA/late";

    private Federation federation = new Federation();

    @AfterEach
    void stopThreads() {
        federation.close();
    }

    @Test
    void whoever_advances_and_at_whatever_time_within_the_clocks_gets_the_same_seed_and_selection() throws Exception {
        String cid = closed(TinyTask.spec("tiny", 3, 2), 1, Duration.ZERO);
        long atClose = federation.channel.nowMillis;
        Set<String> seeds = new HashSet<>();
        Set<List<String>> selections = new HashSet<>();

        for (String proposer : List.of(A, B, C)) {
            for (long offset = -9_000; offset <= 1_900; offset += 100) {
                federation.channel.nowMillis = atClose + offset;
                VersionRecord next = (VersionRecord) federation
                        .channel
                        .simulate(
                                federation.identity(proposer),
                                "round:Advance",
                                "tiny",
                                "0",
                                CanonicalJson.write(new AdvanceRequest(1, cid, List.of(), List.of(), List.of())))
                        .result();
                seeds.add(next.seed());
                selections.add(next.selected());
            }
        }

        assertThat(seeds).hasSize(1);
        assertThat(selections).hasSize(1);
    }

    @Test
    void other_updates_at_other_times_lead_to_the_same_seed() throws Exception {
        Set<String> seeds = new HashSet<>();
        Set<String> models = new HashSet<>();
        for (int variant = 1; variant <= 4; variant++) {
            closed(TinyTask.spec("tiny", 3, 2), variant, Duration.ofSeconds(7L * variant));
            VersionRecord next = federation.advance("tiny", A);
            seeds.add(next.seed());
            models.add(next.modelCid());
            federation.close();
            federation = new Federation();
        }

        assertThat(models).hasSize(4);
        assertThat(seeds).hasSize(1);
    }

    @Test
    void who_joins_once_the_next_seed_is_known_is_first_selected_by_the_one_after_it() throws Exception {
        String cid = closed(TinyTask.spec("tiny", 4, 2), 1, Duration.ZERO);
        federation.enrol(LATE);
        federation.join("tiny", LATE);

        VersionRecord first = federation.advance("tiny", A, cid, List.of(), List.of(LATE), List.of());
        assertThat(first.selected()).containsExactly(A, B, C);

        federation.submitHonest("tiny", A, B, C);
        federation.close("tiny", A);
        assertThat(federation.advance("tiny", A).selected()).containsExactly(A, LATE, B, C);
    }

    /** A version over updates of so many steps of training more, closed after a while; the CID of the next model. */
    private String closed(TaskSpec spec, int steps, Duration later) throws Exception {
        federation.started(spec, A, B, C);
        federation.pass(later);
        for (String id : List.of(A, B, C)) {
            byte[] bytes = federation.update("tiny", id, 5 + steps++, 1);
            federation.submit("tiny", id, bytes);
            federation.reveal(id, bytes);
        }
        federation.close("tiny", A);
        return federation.recompute("tiny", A).cid();
    }
}
