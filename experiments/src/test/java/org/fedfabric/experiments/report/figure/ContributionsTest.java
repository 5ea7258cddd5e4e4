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
    void tell_nobody_apart_where_the_ledger_has_none_of_the_honest_or_no_attacker_was_judged() {
        assertThat(Contributions.told(List.of(RunFixture.run("b")
                        .participant(false, 1, 1, 0, 0.5)
                        .participant(true, 1, 1, 0, 0.5)
                        .result())))
                .isEmpty();
        assertThat(Contributions.told(List.of(RunFixture.run("b")
                        .contributing(1.0)
                        .participant(false, 1, 1, 0, 0.5)
                        .participant(true, 1, 0, 0)
                        .result())))
                .isEmpty();
    }

    @Test
    void tell_an_attacker_by_what_it_contributed_to_a_version_and_not_by_how_often_it_took_part() {
        RunFixture run = RunFixture.run("c").contributing(0.1);
        // One in twenty of the honest may do worse.
        run.participant(false, 1, 1, 0, 0.5).contributing(0.4);
        for (int i = 0; i < 19; i++) {
            run.participant(false, 2, 2, 0, 0.5);
        }
        run.contributing(0.8).participant(true, 4, 4, 0, 0.5);
        run.contributing(0.76).participant(true, 4, 4, 0, 0.5);
        run.contributing(null).participant(true, 3, 0, 3, 0.5);
        assertThat(Contributions.told(List.of(run.result()))).hasValue(new Contributions.Told(2, 3));
    }

    @Test
    void leave_out_who_has_none_and_keep_attackers_apart() {
        assertThat(Contributions.of(RUNS, false).orElseThrow().mean()).isEqualTo(0.375);
        assertThat(Contributions.of(RUNS, true).orElseThrow().mean()).isEqualTo(-0.5);
    }
}
