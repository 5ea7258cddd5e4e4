package org.fedfabric.experiments.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.fedfabric.experiments.report.RunFixture;
import org.fedfabric.experiments.result.RunResult;
import org.junit.jupiter.api.Test;

class SharesTest {
    private static final RunResult RUN = RunFixture.run("a")
            .round(0.5, null, 10, 4, 1, 0, Map.of())
            .round(0.6, null, 10, 0, 0, 1, Map.of())
            .participant(false, 9, 6, 2, 0.8)
            .participant(false, 0, 0, 0)
            .participant(true, 4, 1, 3, 0.4, 0.29)
            .participant(true, 1, 1, 0, 0.3)
            .participant(true, 0, 0, 0)
            .result();

    @Test
    void are_empty_where_there_is_nothing_to_share() {
        List<RunResult> none = List.of(RunFixture.run("b").result());
        assertThat(Shares.honestRejected(none)).isEmpty();
        assertThat(Shares.attackersIncluded(none)).isEmpty();
        assertThat(Shares.attackersSelected(none)).isEmpty();
        assertThat(Shares.attackersFound(none)).isEmpty();
    }

    @Test
    void honest_rejections_are_among_honest_updates_that_were_judged() {
        // Not of nine selections: one was withheld. Not with the attackers' three.
        assertThat(Shares.honestRejected(List.of(RUN))).hasValue(0.25);
    }

    @Test
    void attackers_updates_are_counted_against_attackers_selections() {
        assertThat(Shares.attackersIncluded(List.of(RUN))).hasValue(0.25);
        assertThat(Shares.attackersSelected(List.of(RUN))).hasValue(0.2);
    }

    @Test
    void attackers_are_found_below_the_bound_and_not_at_it() {
        // Of the two that were judged; the third never had a chance to be found.
        assertThat(Shares.attackersFound(List.of(RUN))).hasValue(0.5);
        assertThat(Shares.honestExcluded(List.of(RUN))).hasValue(0);
    }
}
