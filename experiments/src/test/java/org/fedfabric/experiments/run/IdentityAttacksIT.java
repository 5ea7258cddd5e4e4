package org.fedfabric.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.reputation.Reputation;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.ledger.FederationContract;
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
        RunResult result = Run.run(TinyRun.whitewashed(6), folder, DataPlace.generated(), RunListener.NONE);
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
    void a_liar_about_size_weighs_what_quotas_leave_it_and_where_votes_count_no_more_than_anybody() throws Exception {
        for (String defence : List.of("fedavg", "median")) {
            RunSettings settings = TinyRun.attacked(defence, "size-liar", 0.17);
            RunResult result = Run.run(settings, folder.resolve(defence), DataPlace.generated(), RunListener.NONE);
            String liar = attackers(result).get(0).id();
            try (RunNetwork network =
                    RunNetwork.start(settings, folder.resolve(defence).resolve("network"))) {
                FederationContract ledger = network.admin(0);
                int honestRows = ledger.memberships(RunTerms.TASK).stream()
                        .filter(member -> !member.participantId().equals(liar))
                        .mapToInt(Membership::rowsLog2)
                        .max()
                        .orElseThrow();
                Membership lie = ledger.memberships(RunTerms.TASK).stream()
                        .filter(member -> member.participantId().equals(liar))
                        .findFirst()
                        .orElseThrow();
                assertThat(lie.rowsLog2()).isEqualTo(honestRows + 10);
                TaskSpec spec = ledger.task(RunTerms.TASK).orElseThrow().spec();
                assertThat(spec.quantisation().maxRowsLog2()).isEqualTo(16);
                boolean votes = spec.aggregation().rule().isVote();
                List<Contributor> included =
                        ledger.version(RunTerms.TASK, 0).orElseThrow().contributors();
                assertThat(included).extracting(Contributor::id).contains(liar);
                double all =
                        included.stream().mapToDouble(c -> weight(c, votes)).sum();
                double own = included.stream()
                        .filter(c -> c.id().equals(liar))
                        .mapToDouble(c -> weight(c, votes))
                        .sum();
                // A thousand times the rows: all that one of three enterprises may have, half. Of votes that is a
                // third,
                // whoever of it is selected.
                if (votes) {
                    assertThat(own / all).isLessThan(0.334);
                } else {
                    assertThat(own / all).isCloseTo(0.5, within(0.01));
                }
            }
        }
    }

    /** What an update weighs: its rows up to those of a whole weight, where rows count, and what quotas leave of it. */
    private static double weight(Contributor contributor, boolean votes) {
        return (votes ? 1 : Math.pow(2, Math.min(contributor.rowsLog2(), 16))) * contributor.weight();
    }

    @Test
    void colluders_who_speak_ill_of_all_honest_participants_are_hardly_believed() throws Exception {
        RunSettings settings = TinyRun.attacked("default", "bad-mouthing", 0.34);
        RunResult result = Run.run(settings, folder, DataPlace.generated(), RunListener.NONE);
        List<String> colluders =
                attackers(result).stream().map(RunResult.Participation::id).toList();
        try (RunNetwork network = RunNetwork.start(settings, folder.resolve("network"))) {
            FederationContract ledger = network.admin(0);
            TaskRecord task = ledger.task(RunTerms.TASK).orElseThrow();
            String requester = task.requester();
            TaskSpec spec = task.spec();
            assertThat(spec.reputation().opinions()).containsExactly(RunTerms.PAST, RunTerms.SLANDER);
            Map<String, Evidence> slander = evidence(ledger, RunTerms.SLANDER);
            Map<String, Evidence> past = evidence(ledger, RunTerms.PAST);
            for (Membership member : ledger.memberships(RunTerms.TASK)) {
                String id = member.participantId();
                if (!colluders.contains(id)) {
                    assertThat(expected(slander.get(id)))
                            .as("what is said of " + id)
                            .isLessThan(400_000);
                    long believed = expected(member.prior());
                    // Of the requester's own members nothing but the slander is known; selection ends at 0.3.
                    boolean own = Names.mspOf(id).equals(Names.mspOf(requester));
                    assertThat(believed)
                            .as("what is believed of " + id)
                            .isGreaterThan(Math.max(own ? 300_000 : 500_000, expected(slander.get(id))));
                    if (!own) {
                        assertThat(expected(Reputation.fuse(past.get(id), slander.get(id))))
                                .as("without similarity")
                                .isLessThan(believed);
                    }
                }
            }
        }
        assertThat(result.rounds()).hasSize(2);
    }

    private static Map<String, Evidence> evidence(FederationContract ledger, String task) throws Exception {
        return ledger.roster(task).stream()
                .collect(Collectors.toMap(
                        standing -> standing.member().id(),
                        standing -> standing.member().evidence()));
    }

    private static long expected(Evidence evidence) {
        return Reputation.expectationMicros(evidence, Reputation.NEUTRAL_MICROS);
    }
}
