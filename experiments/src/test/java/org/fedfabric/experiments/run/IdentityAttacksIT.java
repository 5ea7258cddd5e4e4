package org.fedfabric.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fedfabric.experiments.result.RunResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityAttacksIT {
    @TempDir
    Path folder;

    private RunResult run(String kind, double share, int versions) throws Exception {
        return Run.run(
                TinyRun.settings(versions, Optional.empty(), Optional.of(new RunSettings.AttackSettings(kind, share))),
                folder,
                DataPlace.generated(),
                RunListener.NONE);
    }

    private static List<RunResult.Participation> attackers(RunResult result) {
        return result.participants().stream()
                .filter(RunResult.Participation::attacker)
                .toList();
    }

    @Test
    void sybils_are_all_of_the_last_enterprise_and_get_no_more_than_its_share_of_the_places() throws Exception {
        RunResult result = run("sybil", 0.67, 2);
        List<RunResult.Participation> sybils = attackers(result);
        assertThat(sybils).hasSize(4);
        assertThat(sybils.stream()
                        .map(p -> p.id().substring(0, p.id().indexOf('/')))
                        .distinct())
                .hasSize(1);
        // Half of the places, rounded up, is what one of three enterprises may have.
        assertThat(result.rounds())
                .allSatisfy(
                        round -> assertThat(round.attackersSelected()).isLessThanOrEqualTo((round.selected() + 1) / 2));
    }

    @Test
    void who_comes_from_a_sham_task_starts_above_one_half_but_not_above_three_quarters() throws Exception {
        RunResult result = run("sham-task", 0.67, 1);
        assertThat(attackers(result)).hasSize(4);
        assertThat(result.participants().stream()
                        .filter(p -> p.selected() == 0)
                        .map(RunResult.Participation::expectation))
                .isNotEmpty()
                .allSatisfy(expectation -> assertThat(expectation).isBetween(0.5, 0.75));
        assertThat(attackers(result).stream()
                        .mapToDouble(RunResult.Participation::expectation)
                        .max()
                        .orElseThrow())
                .isGreaterThan(0.5);
    }

    /** With opposites of steps as large as these some are rejected. */
    @Test
    void a_whitewasher_comes_back_under_a_name_of_its_own_enterprise_and_no_better_than_it_left() throws Exception {
        RunSettings tiny =
                TinyRun.settings(6, Optional.empty(), Optional.of(new RunSettings.AttackSettings("whitewash", 0.17)));
        RunResult result = Run.run(
                new RunSettings(
                        tiny.id(),
                        tiny.axes(),
                        tiny.dataset(),
                        tiny.trainingRows(),
                        tiny.partition(),
                        tiny.participants(),
                        tiny.enterprises(),
                        6,
                        tiny.model(),
                        new RunSettings.LocalWork(20, 32, 0.3, 0, 50),
                        tiny.versions(),
                        tiny.evaluateEvery(),
                        tiny.target(),
                        tiny.validationRows(),
                        tiny.defence(),
                        tiny.selection(),
                        tiny.noise(),
                        tiny.attack(),
                        tiny.seed()),
                folder,
                DataPlace.generated(),
                RunListener.NONE);
        List<RunResult.Participation> names = attackers(result);
        assertThat(names).as("a new name").hasSizeGreaterThan(1);
        assertThat(names.stream()
                        .map(p -> p.id().substring(0, p.id().indexOf('/')))
                        .distinct())
                .hasSize(1);
        assertThat(names.get(0).rejected()).isPositive();
        assertThat(names.subList(1, names.size()))
                .allSatisfy(p -> assertThat(p.expectation()).isLessThanOrEqualTo(0.5));
        assertThat(result.rounds()).hasSize(6);
    }

    @Test
    void a_liar_about_size_is_on_the_ledger_with_what_it_claims() throws Exception {
        RunResult result = run("size-liar", 0.34, 1);
        assertThat(attackers(result)).hasSize(2);
        assertThat(result.rounds()).hasSize(1);
    }
}
