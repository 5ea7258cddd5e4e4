package org.fedfabric.experiments.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fedfabric.experiments.report.RunFixture;
import org.fedfabric.experiments.result.RunResult;
import org.junit.jupiter.api.Test;

class ContributionsTest {
    private static final List<RunResult> RUNS = List.of(RunFixture.run("a")
            .participant(false, 1, 1, 0)
            .contributing(0.5)
            .participant(false, 1, 1, 0)
            .contributing(0.25)
            .participant(false, 1, 1, 0)
            .contributing(-0.5)
            .participant(true, 1, 1, 0)
            .result());

    @Test
    void are_empty_where_the_ledger_has_none() {
        assertThat(Contributions.of(
                        List.of(RunFixture.run("b").participant(true, 1, 1, 0).result()), true))
                .isEmpty();
    }

    @Test
    void leave_out_who_has_none_and_keep_attackers_apart() {
        assertThat(Contributions.of(RUNS, false).orElseThrow().mean()).isEqualTo(0.375);
        assertThat(Contributions.of(RUNS, true).orElseThrow().mean()).isEqualTo(-0.5);
    }
}
