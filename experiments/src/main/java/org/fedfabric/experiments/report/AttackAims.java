package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.fedfabric.experiments.report.figure.Drop;
import org.fedfabric.experiments.report.figure.Expectations;
import org.fedfabric.experiments.report.figure.Shares;
import org.fedfabric.experiments.report.figure.Spread;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.result.RunResult.Participation;

/** What the usual defence is to hold against which attack. */
final class AttackAims {
    private static final String DEFENCE = "default";

    private final AttackGrid grid;
    private final List<Aim> aims = new ArrayList<>();

    private AttackAims(AttackGrid grid) {
        this.grid = grid;
    }

    static List<Aim> of(AttackGrid grid) {
        AttackAims aims = new AttackAims(grid);
        for (String kind : List.of("label-flip", "sign-flip")) {
            aims.drop(kind, "0.2", 0.5);
            aims.drop(kind, "0.3", 1);
            aims.drop(kind, "0.4", 2);
        }
        aims.drop("alie", "0.2", 3);
        aims.drop("min-max", "0.2", 3);
        aims.undefended();
        aims.share("honest updates rejected, all runs", aims.defended(), Shares::honestRejected, 0.03);
        aims.share("backdoor success at 20 %", aims.runs("backdoor"), AttackSection::backdoor, 0.1);
        aims.found("label-flip");
        aims.found("sign-flip");
        Shares.attackersFound(aims.runs("free-rider"))
                .ifPresent(s -> aims.aims.add(Aim.atLeast(aims.name("free riders found at 20 %"), s, 1)));
        return aims.aims;
    }

    private String name(String what) {
        return what + (grid.title().isEmpty() ? "" : ", " + grid.title());
    }

    private List<RunResult> runs(String kind) {
        return grid.runs(new AttackGrid.Attack(kind, "0.2"), DEFENCE);
    }

    private List<RunResult> defended() {
        return grid.points().stream()
                .filter(p -> p.axis("defence").equals(DEFENCE))
                .flatMap(p -> p.runs().stream())
                .toList();
    }

    private Optional<Double> drop(AttackGrid.Attack attack, String defence) {
        Optional<Spread> clean = grid.clean(defence);
        return grid.accuracy(attack, defence).flatMap(with -> clean.map(without -> Drop.points(without, with)));
    }

    private void drop(String kind, String share, double limit) {
        AttackGrid.Attack attack = new AttackGrid.Attack(kind, share);
        drop(attack, DEFENCE)
                .ifPresent(points -> aims.add(new Aim(
                        name("drop, " + attack.text()),
                        "≤ " + Numbers.fixed(limit, 1) + " points",
                        Numbers.fixed(points, 2) + " points",
                        points <= limit)));
    }

    /** What nobody defends must fail, or the attacks would prove nothing. */
    private void undefended() {
        grid.attacks().stream()
                .filter(a -> a.kind().endsWith("-flip"))
                .flatMap(a -> drop(a, AttackGrid.UNDEFENDED).stream())
                .max(Double::compare)
                .ifPresent(points -> aims.add(new Aim(
                        name("largest drop of undefended fedavg, flips"),
                        "> 2.0 points",
                        Numbers.fixed(points, 2) + " points",
                        points > 2)));
    }

    private void share(
            String what, List<RunResult> runs, Function<List<RunResult>, OptionalDouble> share, double limit) {
        share.apply(runs).ifPresent(s -> aims.add(Aim.atMost(name(what), s, limit)));
    }

    /** Of the attackers of whom it can be said: those judged often enough, and those that fell before. */
    private void found(String kind) {
        List<Participation> attackers = AttackSection.attackers(runs(kind));
        long fell = attackers.stream()
                .filter(p ->
                        Expectations.until(p, Shares.EXCLUSION).orElse(Integer.MAX_VALUE) <= ReputationSection.SOON)
                .count();
        long held = attackers.stream()
                .filter(p -> p.expectations().size() >= ReputationSection.SOON
                        && Expectations.until(p, Shares.EXCLUSION).orElse(Integer.MAX_VALUE) > ReputationSection.SOON)
                .count();
        if (fell + held > 0) {
            aims.add(new Aim(
                    name("attackers below 0.3 within 5 interactions, " + kind + " 20 %"),
                    "all",
                    fell + " of " + (fell + held),
                    held == 0));
        }
    }
}
