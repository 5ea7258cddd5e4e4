package org.fedfabric.trainer.terms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fedfabric.protocol.task.ContributionRule;
import org.fedfabric.protocol.task.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasureTermsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shapley",
                "shapley:",
                "shapley:0",
                "shapley:1001",
                "shapley:-1",
                "shapley:1e2",
                "LOO",
                "loo:3"
            })
    void refuses_other_measures_of_contributions(String text) {
        assertThatThrownBy(() -> ContributionTerms.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Provided value: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "x", "5:", "5:0", "5:-1", "5:0.0000001", "10001", "5:1:1"})
    void refuses_other_patience(String text) {
        assertThatThrownBy(() -> PatienceTerms.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Provided value: ");
    }

    @Test
    void reads_what_people_write() {
        assertThat(ContributionTerms.parse("none")).isNull();
        assertThat(ContributionTerms.parse("leave-one-out")).isEqualTo(new ContributionRule.LeaveOneOut());
        assertThat(ContributionTerms.parse("shapley:20")).isEqualTo(new ContributionRule.Shapley(20, 1_000));
        assertThat(PatienceTerms.parse(null)).isNull();
        assertThat(PatienceTerms.parse("5")).isEqualTo(new Patience(5, 1_000));
        assertThat(PatienceTerms.parse("3:0.01")).isEqualTo(new Patience(3, 10_000));
    }
}
