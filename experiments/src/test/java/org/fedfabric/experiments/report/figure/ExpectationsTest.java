package org.fedfabric.experiments.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fedfabric.experiments.report.RunFixture;
import org.fedfabric.experiments.result.RunResult.Participation;
import org.junit.jupiter.api.Test;

class ExpectationsTest {
    private static final List<Participation> ATTACKERS = RunFixture.run("a")
            .participant(true, 2, 0, 2, 0.4, 0.2)
            .participant(true, 3, 1, 2, 0.5, 0.4, 0.3)
            .participant(true, 1, 0, 1, 0.25)
            .participant(true, 0, 0, 0)
            .result()
            .participants();

    @Test
    void of_nobody_judged_is_empty() {
        assertThat(Expectations.of(ATTACKERS.subList(3, 4), 5).after()).isEmpty();
    }

    @Test
    void who_is_not_judged_any_more_keeps_the_last_expectation() {
        assertThat(Expectations.of(ATTACKERS, 5).after())
                .containsExactly(
                        new Expectations.After(1, 0.4, 0.25, 0.5, 3),
                        new Expectations.After(2, 0.25, 0.2, 0.4, 2),
                        new Expectations.After(3, 0.25, 0.2, 0.3, 1));
        assertThat(Expectations.of(ATTACKERS, 2).after()).hasSize(2);
    }

    @Test
    void counts_interactions_until_below_the_bound_and_not_at_it() {
        assertThat(Expectations.until(ATTACKERS.get(0), 0.3)).hasValue(2);
        assertThat(Expectations.until(ATTACKERS.get(1), 0.3)).isEmpty();
        assertThat(Expectations.until(ATTACKERS.get(1), 0.31)).hasValue(3);
        assertThat(Expectations.until(ATTACKERS.get(2), 0.3)).hasValue(1);
    }
}
