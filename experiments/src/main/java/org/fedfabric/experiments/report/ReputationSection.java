package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.fedfabric.experiments.report.figure.Expectations;
import org.fedfabric.experiments.report.figure.Expectations.After;
import org.fedfabric.experiments.report.figure.Shares;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.result.RunResult.Participation;

/** How the ledger's expectations of attackers and of honest participants move apart. */
final class ReputationSection {
    /** Interactions within which attackers are to be found. */
    static final int SOON = 5;

    /** Interactions the curves show: what happens later is in the runs' results. */
    private static final int SHOWN = 20;

    private static final Set<Integer> TABLED = Set.of(1, 2, 3, 4, 5, 10, 15, 20);

    private ReputationSection() {}

    static Optional<Section> of(Experiment experiment) {
        List<Block> blocks = new ArrayList<>();
        for (AttackGrid grid : AttackGrid.of(experiment)) {
            figure(grid).ifPresent(blocks::add);
        }
        return blocks.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section("reputation", "Attackers' and honest participants' expectations", blocks));
    }

    /** Of one defence: the figures of the others are in the tables of attacks. */
    private static Optional<Panels> figure(AttackGrid grid) {
        List<String> defences = grid.defences();
        String defence = defences.contains("default") ? "default" : defences.get(defences.size() - 1);
        List<Chart> charts = new ArrayList<>();
        Table.Builder values = Table.of(
                "Values",
                "attack",
                "interactions",
                "attackers, median",
                "attackers, worst",
                "honest, median",
                "honest, worst");
        for (AttackGrid.Attack attack : grid.attacks()) {
            List<RunResult> runs = grid.runs(attack, defence);
            List<After> attackers = expectations(runs, true);
            if (!attackers.isEmpty()) {
                List<After> honest = expectations(runs, false);
                charts.add(chart(attack.text(), attackers, honest));
                tabulate(attack.text(), attackers, honest, values);
            }
        }
        String caption = "Expectation after so many interactions, defence " + defence
                + (grid.title().isEmpty() ? "" : ": " + grid.title());
        return charts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Panels(
                        caption,
                        charts,
                        values.folded(
                                "Expectation on the ledger after that many versions in which a participant was judged;"
                                        + " one judged less often keeps its last. Worst: of attackers the highest, of honest"
                                        + " participants the lowest. Below 0.3 nobody is selected.")));
    }

    private static List<After> expectations(Collection<RunResult> runs, boolean attackers) {
        List<Participation> these = runs.stream()
                .flatMap(run -> run.participants().stream())
                .filter(p -> p.attacker() == attackers)
                .toList();
        return Expectations.of(these, SHOWN).after();
    }

    private static Chart chart(String title, List<After> attackers, List<After> honest) {
        List<Chart.Series> series = new ArrayList<>(List.of(
                series("attackers, median", 1, "line", attackers, After::median),
                series("attackers, worst", 1, "dashed", attackers, After::highest)));
        if (!honest.isEmpty()) {
            series.add(series("honest, median", 0, "line", honest, After::median));
            series.add(series("honest, worst", 0, "dashed", honest, After::lowest));
        }
        double end = Math.max(attackers.size(), honest.size());
        series.add(new Chart.Series(
                "not selected below 0.3",
                0,
                "mark",
                List.of(List.of(1.0, Shares.EXCLUSION), List.of(end, Shares.EXCLUSION))));
        return new Chart(title, "line", "interactions", "expectation", 0.0, 1.0, List.of(), series);
    }

    private static Chart.Series series(
            String label, int colour, String style, List<After> after, ToDoubleFunction<After> value) {
        return new Chart.Series(
                label,
                colour,
                style,
                after.stream()
                        .map(a -> List.of((double) a.interactions(), value.applyAsDouble(a)))
                        .toList());
    }

    private static void tabulate(String attack, List<After> attackers, List<After> honest, Table.Builder values) {
        for (After a : attackers) {
            if (TABLED.contains(a.interactions())) {
                Optional<After> other = honest.isEmpty()
                        ? Optional.empty()
                        : Optional.of(honest.get(Math.min(a.interactions(), honest.size()) - 1));
                values.row(
                        attack,
                        Integer.toString(a.interactions()),
                        Numbers.fixed(a.median(), 3),
                        Numbers.fixed(a.highest(), 3),
                        other.map(o -> Numbers.fixed(o.median(), 3)).orElse(Numbers.NONE),
                        other.map(o -> Numbers.fixed(o.lowest(), 3)).orElse(Numbers.NONE));
            }
        }
    }
}
