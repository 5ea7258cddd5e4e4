package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fedfabric.experiments.report.figure.Contributions;
import org.fedfabric.experiments.report.figure.Curve;
import org.fedfabric.experiments.report.figure.Drop;
import org.fedfabric.experiments.report.figure.Expectations;
import org.fedfabric.experiments.report.figure.Shares;
import org.fedfabric.experiments.report.figure.Spread;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.result.RunResult.Participation;

/** What attacks cost, defence by defence, and what became of attackers and honest participants. */
final class AttackSection {
    /** A drop of so many points is shaded fully; shading grows with the root, so that small drops can be told apart. */
    private static final double FULL_SHADE = 50;

    private AttackSection() {}

    static Optional<Section> of(Experiment experiment) {
        List<Block> blocks = new ArrayList<>();
        for (AttackGrid grid : AttackGrid.of(experiment)) {
            accuracy(grid, blocks);
            verdicts(grid, blocks);
        }
        return blocks.isEmpty() ? Optional.empty() : Optional.of(new Section("attacks", "Attacks", blocks));
    }

    private static void accuracy(AttackGrid grid, List<Block> blocks) {
        grid.table(
                        "Drop against the same defence without attack, points",
                        "Mean final accuracy (hidden test set) of the clean runs with the same defence minus that of the"
                                + " attacked runs, in points; deeper shade: larger drop. fedavg checks form only: nothing is"
                                + " refused.",
                        (attack, defence, runs) -> drop(attack, grid.clean(defence), runs))
                .ifPresent(blocks::add);
        grid.table(
                        "Drop against undefended FedAvg without attack, points",
                        "The same against the clean runs of fedavg: what the defence costs is in it.",
                        (attack, defence, runs) -> drop(attack, grid.clean(AttackGrid.UNDEFENDED), runs))
                .ifPresent(blocks::add);
        grid.table(
                        "Final accuracy",
                        "Accuracy of the last model on the hidden test set, mean ± sample standard deviation over runs that"
                                + " differ in their seed.",
                        (attack, defence, runs) ->
                                grid.accuracy(attack, defence).map(s -> Table.Cell.of(Numbers.percent(s))))
                .ifPresent(blocks::add);
    }

    private static Optional<Table.Cell> drop(
            AttackGrid.Attack attack, Optional<Spread> clean, List<RunResult> attacked) {
        if (attack.kind().equals(GridPoint.NONE)) {
            return Optional.empty();
        }
        Optional<Spread> with =
                Spread.of(attacked.stream().mapToDouble(run -> run.conclusion().accuracy()));
        return clean.flatMap(without -> with.map(w -> {
            double points = Drop.points(without, w);
            double heat = Math.sqrt(Math.min(1, Math.max(0, points) / FULL_SHADE));
            return new Table.Cell(Numbers.fixed(points, 2), heat, "");
        }));
    }

    private static void verdicts(AttackGrid grid, List<Block> blocks) {
        grid.shares(
                        "Honest updates rejected",
                        "Rejected updates of honest participants among their judged ones, over all versions and runs.",
                        true,
                        Shares::honestRejected)
                .ifPresent(blocks::add);
        grid.shares(
                        "Honest participants excluded",
                        "Honest participants that end with an expectation below 0.3, where selection ends, among those judged"
                                + " at least once.",
                        true,
                        Shares::honestExcluded)
                .ifPresent(blocks::add);
        grid.shares(
                        "Attackers' updates included",
                        "Updates of attackers that became part of a model, among the attackers' selections.",
                        true,
                        Shares::attackersIncluded)
                .ifPresent(blocks::add);
        grid.shares(
                        "Attackers found",
                        "Attackers that end with an expectation below 0.3 among those judged at least once: for free riders,"
                                + " those found.",
                        false,
                        Shares::attackersFound)
                .ifPresent(blocks::add);
        grid.table(
                        "Interactions until an attacker's expectation is below 0.3",
                        "Median over the attackers that were judged, in versions in which they were judged; ∞: half or more"
                                + " never fell below. In brackets the expectation of the attacker that deceives best after 5.",
                        (attack, defence, runs) -> until(runs))
                .ifPresent(blocks::add);
        grid.shares(
                        "Backdoor success",
                        "Triggered test rows that the last measured model gives the attacker's class: mean over runs.",
                        true,
                        AttackSection::backdoor)
                .ifPresent(blocks::add);
        grid.table(
                        "Contributions of attackers / of honest participants",
                        "Sum of a participant's contributions on the ledger, in the task's metric: mean over the attackers /"
                                + " mean over the honest ones, those left out that have none.",
                        (attack, defence, runs) -> contributions(runs))
                .ifPresent(blocks::add);
    }

    private static Optional<Table.Cell> contributions(List<RunResult> runs) {
        Optional<Spread> attackers = Contributions.of(runs, true);
        Optional<Spread> honest = Contributions.of(runs, false);
        return attackers.flatMap(
                a -> honest.map(h -> Table.Cell.of(Numbers.digits(a.mean()) + " / " + Numbers.digits(h.mean()))));
    }

    static OptionalDouble backdoor(List<RunResult> runs) {
        return Spread.of(runs.stream()
                        .flatMapToDouble(
                                run -> Curve.attackSuccess(run).last().stream().mapToDouble(Curve.Point::value)))
                .map(s -> OptionalDouble.of(s.mean()))
                .orElse(OptionalDouble.empty());
    }

    private static Optional<Table.Cell> until(List<RunResult> runs) {
        List<Participation> attackers = attackers(runs);
        OptionalDouble median = Expectations.medianUntil(attackers, Shares.EXCLUSION);
        if (median.isEmpty()) {
            return Optional.empty();
        }
        var after = Expectations.of(attackers, ReputationSection.SOON).after();
        String worst = Numbers.fixed(after.get(after.size() - 1).highest(), 2);
        String text = median.getAsDouble() % 1 == 0
                ? Numbers.fixed(median.getAsDouble(), 0)
                : Numbers.fixed(median.getAsDouble(), 1);
        return Optional.of(new Table.Cell(text + " (" + worst + ")", Math.min(1, median.getAsDouble() / 20), ""));
    }

    static List<Participation> attackers(List<RunResult> runs) {
        return runs.stream()
                .flatMap(run -> run.participants().stream())
                .filter(Participation::attacker)
                .toList();
    }
}
