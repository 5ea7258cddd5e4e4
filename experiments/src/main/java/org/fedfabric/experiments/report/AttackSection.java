package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fedfabric.experiments.report.figure.Contributions;
import org.fedfabric.experiments.report.figure.Curve;
import org.fedfabric.experiments.report.figure.Fallen;
import org.fedfabric.experiments.report.figure.Shares;
import org.fedfabric.experiments.report.figure.Spread;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.result.RunResult.Participation;

/** What attacks cost, defence by defence, and what became of attackers and honest participants. */
final class AttackSection {
    /** A drop of so many points is shaded fully; shading grows with the root, so that small drops can be told apart. */
    private static final double FULL_SHADE = 50;

    /** The check that {@code default} stands for is another one for rows spread otherwise. */
    static final String DEFAULT =
            "default is the check AGREEING where rows are spread evenly (iid) and OWN_LABELS where"
                    + " participants have few classes (shards), with plain averaging of what they leave;"
                    + " with fewer than five classes, or few parameters, each update is judged by itself.";

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
                        "Mean accuracy (hidden test set) of the clean runs with the same defence after as many versions, with"
                                + " the same seeds where there are such, minus the mean final accuracy of the attacked runs, in"
                                + " points; deeper shade: larger drop. fedavg checks form only: nothing is refused. "
                                + DEFAULT,
                        (attack, defence, runs) -> drop(attack, grid.drop(attack, defence, defence)))
                .ifPresent(blocks::add);
        grid.table(
                        "Drop against undefended FedAvg without attack, points",
                        "The same against the clean runs of fedavg: what the defence costs is in it.",
                        (attack, defence, runs) -> drop(attack, grid.drop(attack, defence, AttackGrid.UNDEFENDED)))
                .ifPresent(blocks::add);
        grid.table(
                        "Final accuracy",
                        "Accuracy of the last model on the hidden test set, mean ± sample standard deviation over runs that"
                                + " differ in their seed.",
                        (attack, defence, runs) ->
                                AttackGrid.accuracy(runs).map(s -> Table.Cell.of(Numbers.percent(s))))
                .ifPresent(blocks::add);
        grid.table(
                        "Runs behind the figures",
                        "How many runs, and how many versions each was meant to publish; figures of runs that differ in length"
                                + " are not comparable but by their drops.",
                        (attack, defence, runs) ->
                                Optional.of(Table.Cell.of(runs.size() + " × " + AttackGrid.versions(runs))))
                .ifPresent(blocks::add);
    }

    private static Optional<Table.Cell> drop(AttackGrid.Attack attack, OptionalDouble drop) {
        if (attack.kind().equals(GridPoint.NONE) || drop.isEmpty()) {
            return Optional.empty();
        }
        double points = drop.getAsDouble();
        double heat = Math.sqrt(Math.min(1, Math.max(0, points) / FULL_SHADE));
        return Optional.of(new Table.Cell(Numbers.fixed(points, 2), heat, ""));
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
                        "Attackers below 0.3 within 5 interactions / not / undecided",
                        "How many attackers fell below 0.3 within five versions in which they were judged / were judged five"
                                + " times or more and did not / were judged fewer times and had not fallen when the run ended."
                                + " Those never judged are not counted.",
                        (attack, defence, runs) -> fallen(runs))
                .ifPresent(blocks::add);
        grid.shares(
                        "Backdoor success",
                        "Triggered test rows that the last measured model gives the attacker's class: mean over runs.",
                        true,
                        AttackSection::backdoor)
                .ifPresent(blocks::add);
        grid.table(
                        "Attackers told by their contributions",
                        "Attackers whose mean contribution to a version in which they were judged is below that of nineteen in"
                                + " twenty honest participants of the same run, of those judged at least once.",
                        (attack, defence, runs) -> Contributions.told(runs)
                                .map(told -> Table.Cell.of(told.found() + " of " + told.judged())))
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

    private static Optional<Table.Cell> fallen(List<RunResult> runs) {
        Fallen fallen = Fallen.of(attackers(runs), Shares.EXCLUSION, ReputationSection.SOON);
        if (fallen.judged() == 0) {
            return Optional.empty();
        }
        double heat = (double) fallen.held() / fallen.judged();
        return Optional.of(
                new Table.Cell(fallen.fell() + " / " + fallen.held() + " / " + fallen.undecided(), heat, ""));
    }

    static List<Participation> attackers(List<RunResult> runs) {
        return runs.stream()
                .flatMap(run -> run.participants().stream())
                .filter(Participation::attacker)
                .toList();
    }
}
