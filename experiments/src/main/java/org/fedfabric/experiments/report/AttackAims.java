package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.fedfabric.experiments.report.figure.Contributions;
import org.fedfabric.experiments.report.figure.Fallen;
import org.fedfabric.experiments.report.figure.Shares;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.result.RunResult.Participation;

/** What the usual defence is to hold against which attack. */
final class AttackAims {
    private static final String DEFENCE = "default";

    /** Honest updates that may be rejected, in any cell. */
    private static final double REJECTED = 0.03;

    /** Points that undefended averaging must lose at least once, or the attacks would prove nothing. */
    private static final double FAILS = 2;

    /** Drops allowed in points, by attack. */
    private static final Map<AttackGrid.Attack, Double> DROPS = drops();

    private final AttackGrid grid;
    private final List<Aim> aims = new ArrayList<>();

    private AttackAims(AttackGrid grid) {
        this.grid = grid;
    }

    private static Map<AttackGrid.Attack, Double> drops() {
        Map<AttackGrid.Attack, Double> drops = new LinkedHashMap<>();
        for (String kind : List.of("label-flip", "sign-flip")) {
            drops.put(new AttackGrid.Attack(kind, "0.2"), 0.5);
            drops.put(new AttackGrid.Attack(kind, "0.3"), 1.0);
            drops.put(new AttackGrid.Attack(kind, "0.4"), 2.0);
        }
        drops.put(new AttackGrid.Attack("alie", "0.2"), 3.0);
        drops.put(new AttackGrid.Attack("min-max", "0.2"), 3.0);
        return drops;
    }

    static List<Aim> of(AttackGrid grid) {
        AttackAims aims = new AttackAims(grid);
        DROPS.forEach(aims::drop);
        aims.undefended();
        aims.honestRejected();
        for (String kind : List.of("backdoor", "backdoor-replace")) {
            AttackSection.backdoor(aims.runs(kind))
                    .ifPresent(s -> aims.aims.add(Aim.atMost(aims.name(kind + " success at 20 %"), s, 0.1)));
        }
        DROPS.keySet().forEach(aims::fallen);
        for (String kind : List.of("free-rider", "free-rider-noise", "copier")) {
            aims.found(kind);
        }
        return aims.aims;
    }

    private String name(String what) {
        return what + (grid.title().isEmpty() ? "" : ", " + grid.title());
    }

    private List<RunResult> runs(String kind) {
        return grid.runs(new AttackGrid.Attack(kind, "0.2"), DEFENCE);
    }

    private void drop(AttackGrid.Attack attack, double limit) {
        grid.drop(attack, DEFENCE, DEFENCE)
                .ifPresent(points -> aims.add(new Aim(
                        name("drop, " + attack.text()),
                        "≤ " + Numbers.fixed(limit, 1) + " points",
                        points(attack, DEFENCE, points),
                        undefended(attack),
                        points <= limit)));
    }

    /** With its length where the table may have several. */
    private String points(AttackGrid.Attack attack, String defence, double points) {
        return Numbers.fixed(points, 2) + " points after " + AttackGrid.versions(grid.runs(attack, defence));
    }

    private String undefended(AttackGrid.Attack attack) {
        OptionalDouble drop = grid.drop(attack, AttackGrid.UNDEFENDED, AttackGrid.UNDEFENDED);
        return drop.isEmpty() ? "not run" : points(attack, AttackGrid.UNDEFENDED, drop.getAsDouble());
    }

    private record Worst(AttackGrid.Attack attack, double value) {}

    private void undefended() {
        grid.attacks().stream()
                .filter(a -> a.kind().endsWith("-flip"))
                .flatMap(a -> grid.drop(a, AttackGrid.UNDEFENDED, AttackGrid.UNDEFENDED).stream()
                        .mapToObj(points -> new Worst(a, points)))
                .max(Comparator.comparingDouble(Worst::value))
                .ifPresent(worst -> aims.add(new Aim(
                        name("largest drop of undefended fedavg, flips"),
                        "> " + Numbers.fixed(FAILS, 1) + " points",
                        Numbers.fixed(worst.value(), 2) + " points ("
                                + worst.attack().text() + ")",
                        worst.value() > FAILS)));
    }

    /** Over all cells together a bad one would not show. */
    private void honestRejected() {
        grid.attacks().stream()
                .flatMap(a ->
                        Shares.honestRejected(grid.runs(a, DEFENCE)).stream().mapToObj(share -> new Worst(a, share)))
                .max(Comparator.comparingDouble(Worst::value))
                .ifPresent(worst -> aims.add(new Aim(
                        name("honest updates rejected, worst attack"),
                        "≤ " + Numbers.percent(REJECTED, 1),
                        Numbers.percent(worst.value(), 2) + " ("
                                + worst.attack().text() + ")",
                        worst.value() <= REJECTED)));
    }

    /** Met if somebody fell and nobody held: those of whom nothing can be said are counted in words. */
    private void fallen(AttackGrid.Attack attack) {
        Fallen fallen = Fallen.of(
                AttackSection.attackers(grid.runs(attack, DEFENCE)), Shares.EXCLUSION, ReputationSection.SOON);
        if (fallen.judged() > 0) {
            aims.add(new Aim(
                    name("attackers below 0.3 within 5 interactions, " + attack.text()),
                    "all",
                    fallen.fell() + " fell, " + fallen.held() + " judged 5 times or more did not, " + fallen.undecided()
                            + " undecided",
                    fallen.fell() > 0 && fallen.held() == 0));
        }
    }

    /** By either of the two things that the ledger knows: an expectation too low to be selected, or a contribution. */
    private void found(String kind) {
        List<RunResult> runs = runs(kind);
        List<Participation> judged = AttackSection.attackers(runs).stream()
                .filter(p -> !p.expectations().isEmpty())
                .toList();
        if (judged.isEmpty()) {
            return;
        }
        long excluded =
                judged.stream().filter(p -> p.expectation() < Shares.EXCLUSION).count();
        var told = Contributions.told(runs);
        boolean all = excluded == judged.size()
                || told.filter(t -> t.found() == t.judged()).isPresent();
        aims.add(new Aim(
                name(kind + " 20 %: found"),
                "all, excluded or by contribution",
                "excluded " + excluded + " of " + judged.size() + ", by contribution "
                        + told.map(t -> t.found() + " of " + t.judged()).orElse("not measured"),
                all));
    }
}
