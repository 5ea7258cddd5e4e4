package org.fedfabric.experiments.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class JainIndexTest {
    @Test
    void is_empty_if_nobody_took_part() {
        assertThat(JainIndex.of(List.of(0, 0))).isEmpty();
        assertThat(JainIndex.of(List.of())).isEmpty();
    }

    @Test
    void is_one_if_all_have_the_same_and_one_over_n_if_one_has_all() {
        assertThat(JainIndex.of(List.of(3, 3, 3, 3))).hasValue(1);
        assertThat(JainIndex.of(List.of(0, 7, 0, 0))).hasValue(0.25);
    }

    @Test
    void counts_those_who_have_nothing() {
        // (1 + 2 + 3)² / (3·14) and the same with a fourth that has none.
        assertThat(JainIndex.of(List.of(1, 2, 3)).orElseThrow()).isCloseTo(36.0 / 42, within(1e-12));
        assertThat(JainIndex.of(List.of(1, 2, 3, 0)).orElseThrow()).isCloseTo(36.0 / 56, within(1e-12));
    }
}
