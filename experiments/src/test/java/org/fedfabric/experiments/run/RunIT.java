package org.fedfabric.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fedfabric.experiments.result.RunResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunIT {
    @TempDir
    Path folder;

    @Test
    void publishes_all_versions_and_measures_each() throws Exception {
        List<Long> told = new ArrayList<>();
        RunResult result = Run.run(
                TinyRun.settings(2), folder.resolve("a"), DataPlace.generated(), round -> told.add(round.version()));
        assertThat(told).containsExactly(1L, 2L);
        assertThat(result.conclusion().state()).isEqualTo("COMPLETED");
        assertThat(result.conclusion().reason()).isNull();
        assertThat(result.rounds()).hasSize(2).allSatisfy(round -> {
            assertThat(round.selected()).isEqualTo(5);
            assertThat(round.included()).isEqualTo(5);
            assertThat(round.accuracy()).isBetween(0.5, 1.0);
            assertThat(round.seconds()).containsKeys("training", "ledger", "judging", "evaluating", "whole");
            // What has parts of its own cannot take more than the process; a clock tick of 10 ms is forgiven.
            assertThat(round.processorSeconds()).containsOnlyKeys("training", "judging", "evaluating", "whole");
            assertThat(round.processorSeconds().get("training")).isPositive();
            assertThat(round.processorSeconds().get("judging")).isPositive();
            assertThat(2 * round.processorSeconds().get("whole") + 0.02)
                    .isGreaterThan(round.processorSeconds().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum());
        });
        assertThat(result.conclusion().accuracy())
                .isEqualTo(result.rounds().get(1).accuracy());
        assertThat(result.participants()).hasSize(6);
        assertThat(result.participants().stream().mapToInt(RunResult.Participation::included))
                .satisfies(included -> assertThat(
                                included.stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(10));
        assertThat(result.participants()).allSatisfy(participation -> {
            assertThat(participation.expectations()).hasSize(participation.selected());
            assertThat(participation.attacker()).isFalse();
        });
    }

    @Test
    void the_same_settings_give_the_same_model() throws Exception {
        RunResult first = Run.run(TinyRun.settings(2), folder.resolve("a"), DataPlace.generated(), RunListener.NONE);
        RunResult second = Run.run(TinyRun.settings(2), folder.resolve("b"), DataPlace.generated(), RunListener.NONE);
        assertThat(second.conclusion().modelCid()).isEqualTo(first.conclusion().modelCid());
    }

    @Test
    void attackers_are_told_apart_and_their_flipped_updates_refused() throws Exception {
        RunSettings settings =
                TinyRun.settings(2, Optional.empty(), Optional.of(new RunSettings.AttackSettings("scaled-flip", 0.3)));
        RunResult result = Run.run(settings, folder.resolve("a"), DataPlace.generated(), RunListener.NONE);
        assertThat(result.participants().stream().filter(RunResult.Participation::attacker))
                .hasSize(2);
        assertThat(result.rounds().stream()
                        .mapToInt(RunResult.Round::attackersSelected)
                        .sum())
                .isPositive();
        assertThat(result.rounds()).allSatisfy(round -> {
            assertThat(round.attackersIncluded()).isZero();
            assertThat(round.honestRejected()).isZero();
            assertThat(round.included()).isEqualTo(round.selected() - round.attackersSelected());
        });
    }

    @Test
    void a_free_rider_is_told_by_what_its_updates_are_worth() throws Exception {
        RunSettings settings =
                TinyRun.settings(2, Optional.empty(), Optional.of(new RunSettings.AttackSettings("free-rider", 0.2)));
        RunResult result = Run.run(settings, folder.resolve("a"), DataPlace.generated(), RunListener.NONE);
        assertThat(result.participants().stream()
                        .filter(member -> member.attacker() && member.included() > 0)
                        .mapToDouble(RunResult.Participation::contribution))
                .isNotEmpty()
                .allSatisfy(worth -> assertThat(worth).isLessThan(0));
        assertThat(result.participants().stream()
                        .filter(member -> !member.attacker() && member.included() > 0)
                        .mapToDouble(RunResult.Participation::contribution)
                        .sum())
                .isPositive();
    }

    @Test
    void members_whose_calibrated_noise_is_spent_leave_and_the_epsilon_is_kept() throws Exception {
        RunSettings settings = TinyRun.settings(
                3, Optional.of(new RunSettings.NoiseSettings("gaussian", "calibrated", 50, 1e-5)), Optional.empty());
        RunResult result = Run.run(settings, folder.resolve("a"), DataPlace.generated(), RunListener.NONE);
        assertThat(result.conclusion().epsilon()).isBetween(1.0, 50.0);
        assertThat(result.conclusion().delta()).isEqualTo(1e-5);
        assertThat(result.participants())
                .allSatisfy(member -> assertThat(member.selected()).isLessThanOrEqualTo(3));
    }

    @Test
    void a_run_that_reaches_its_target_stops_there() throws Exception {
        RunSettings settings = TinyRun.reaching(0.5);
        RunResult result = Run.run(settings, folder.resolve("a"), DataPlace.generated(), RunListener.NONE);
        assertThat(result.rounds()).hasSize(1);
        assertThat(result.conclusion().state()).isEqualTo("STOPPED");
        assertThat(result.conclusion().reason()).isEqualTo("REQUESTED");
        assertThat(result.conclusion().accuracy())
                .isEqualTo(result.rounds().get(0).accuracy());
    }
}
