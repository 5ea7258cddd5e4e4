package org.fedfabric.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fedfabric.protocol.canonical.Names;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CastTest {
    private static final List<Member> MEMBERS = Member.all(TinyRun.settings(2));

    @Test
    void refuses_an_attack_that_nobody_knows() {
        RunSettings settings =
                TinyRun.settings(2, Optional.empty(), Optional.of(new RunSettings.AttackSettings("shouting", 0.2)));
        RunData data =
                RunData.divide(settings, MEMBERS, DataPlace.generated().read(settings.dataset(), settings.seed()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cast.of(settings, MEMBERS, data))
                .withMessageContaining("attack must be one of label-flip")
                .withMessageContaining("shouting");
    }

    @ParameterizedTest
    @CsvSource({"0.01, 1", "0.2, 1", "0.25, 2", "0.5, 3", "0.9, 5"})
    void as_many_attack_as_the_share_says_and_at_least_one(double share, int attackers) {
        assertThat(Cast.drawn(MEMBERS, share, 1)).hasSize(attackers);
    }

    @Test
    void the_draw_is_the_seeds_alone_and_spreads_over_enterprises() {
        assertThat(Cast.drawn(MEMBERS, 0.5, 3)).isEqualTo(Cast.drawn(MEMBERS, 0.5, 3));
        Set<Set<String>> draws = new HashSet<>();
        Set<String> enterprises = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            Set<String> drawn = Cast.drawn(MEMBERS, 0.5, seed);
            draws.add(drawn);
            drawn.forEach(id -> enterprises.add(Names.mspOf(id)));
        }
        assertThat(draws).hasSizeGreaterThan(5);
        assertThat(enterprises).hasSize(3);
    }
}
