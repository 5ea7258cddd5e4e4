package org.fedfabric.experiments.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.fedfabric.experiments.report.RunFixture;
import org.junit.jupiter.api.Test;

class PartSecondsTest {
    @Test
    void has_no_share_where_the_whole_was_not_measured() {
        PartSeconds seconds = of(Map.of("ledger", 1.0));
        assertThat(seconds.ledgerAndJudging()).isEmpty();
        assertThat(seconds.parts()).doesNotContainKey("other");
    }

    @Test
    void is_the_mean_over_versions_and_names_what_is_left() {
        PartSeconds seconds = of(
                Map.of("training", 1.0, "ledger", 0.5, "judging", 0.5, "whole", 4.0),
                Map.of("training", 3.0, "ledger", 0.5, "judging", 0.5, "whole", 4.0));
        assertThat(seconds.whole()).hasValue(4);
        assertThat(seconds.parts())
                .containsEntry("training", 2.0)
                .containsEntry("other", 1.0)
                .doesNotContainKey("whole");
        assertThat(seconds.ledgerAndJudging().orElseThrow()).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void a_version_whose_time_was_not_measured_does_not_count_as_none() {
        PartSeconds seconds = of(Map.of(), Map.of("ledger", 1.0, "whole", 4.0), Map.of());
        assertThat(seconds.whole()).hasValue(4);
        assertThat(seconds.parts()).containsEntry("ledger", 1.0);
        assertThat(of(Map.of()).whole()).isEmpty();
    }

    @Test
    void the_share_grows_with_judging() {
        assertThat(of(Map.of("ledger", 1.0, "judging", 2.0, "whole", 4.0)).ledgerAndJudging())
                .hasValue(0.75);
    }

    @Test
    void processor_time_is_kept_apart_from_wall_time_and_absent_in_files_of_earlier_releases() {
        Map<String, Double> wall = Map.of("training", 1.0, "ledger", 1.0, "whole", 2.0);
        RunFixture run = RunFixture.run("a")
                .round(null, null, 10, 0, 0, 0, wall)
                .round(null, null, 10, 0, 0, 0, wall, Map.of("training", 3.0, "evaluating", 1.0, "whole", 16.0));
        assertThat(PartSeconds.ofProcessors(List.of(run.result())).besideTraining())
                .hasValue(0.75);
        assertThat(PartSeconds.of(List.of(run.result())).whole()).hasValue(2);
        assertThat(PartSeconds.ofProcessors(List.of(RunFixture.run("b")
                                .round(null, null, 10, 0, 0, 0, wall)
                                .result()))
                        .besideTraining())
                .isEmpty();
    }

    @SafeVarargs
    private static PartSeconds of(Map<String, Double>... versions) {
        RunFixture run = RunFixture.run("a");
        for (Map<String, Double> seconds : versions) {
            run.round(null, null, 10, 0, 0, 0, seconds);
        }
        return PartSeconds.of(List.of(run.result()));
    }
}
