package org.fedfabric.experiments.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fedfabric.experiments.report.RunFixture;
import org.fedfabric.experiments.result.RunResult.Participation;
import org.junit.jupiter.api.Test;

class FallenTest {
    @Test
    void who_was_never_judged_is_not_counted() {
        List<Participation> never =
                RunFixture.run("a").participant(true, 3, 0, 0).result().participants();
        assertThat(Fallen.of(never, 0.3, 2)).isEqualTo(new Fallen(0, 0, 0));
    }

    @Test
    void who_was_judged_too_seldom_is_undecided_and_who_fell_too_late_has_not_fallen() {
        List<Participation> attackers = RunFixture.run("a")
                .participant(true, 1, 1, 0, 0.5)
                .participant(true, 3, 1, 2, 0.5, 0.4, 0.2)
                .participant(true, 2, 1, 1, 0.5, 0.3)
                .participant(true, 1, 0, 1, 0.29)
                .participant(true, 3, 2, 1, 0.5, 0.2, 0.4)
                .result()
                .participants();
        assertThat(Fallen.of(attackers, 0.3, 2)).isEqualTo(new Fallen(2, 2, 1));
        assertThat(Fallen.of(attackers, 0.3, 3)).isEqualTo(new Fallen(3, 0, 2));
    }
}
