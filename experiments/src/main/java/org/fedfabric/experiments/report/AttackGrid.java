package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fedfabric.experiments.report.figure.Curve;
import org.fedfabric.experiments.report.figure.Drop;
import org.fedfabric.experiments.report.figure.Spread;
import org.fedfabric.experiments.result.RunResult;

/**
 * The runs of one setting arranged by who attacks and how updates are judged: rows are attacks and their shares, columns
 * are defences.
 *
 * @param title the setting, where there are several; else empty
 * @param points its points, with and without attacks
 */
record AttackGrid(String title, List<GridPoint> points) {
    /** The defence that checks form only: what all others are measured by. */
    static final String UNDEFENDED = "fedavg";

    /** The axes that divide points into settings; training is none, because defences bring their own clipping. */
    private static final List<String> SETTING =
            List.of("dataset", "model", "partition", "mode", "mechanism", "selection");

    /** A row. */
    record Attack(String kind, String share) {
        String text() {
            return kind.equals(GridPoint.NONE) ? "no attack" : kind + " " + percent();
        }

        private String percent() {
            return Numbers.percent(Double.parseDouble(share), 0);
        }
    }

    /** The settings of an experiment in which somebody attacks. */
    static List<AttackGrid> of(Experiment experiment) {
        Map<List<String>, List<GridPoint>> bySetting = new LinkedHashMap<>();
        for (GridPoint point : experiment.points()) {
            bySetting
                    .computeIfAbsent(SETTING.stream().map(point::axis).toList(), s -> new ArrayList<>())
                    .add(point);
        }
        bySetting.values().removeIf(points -> points.stream().allMatch(GridPoint::honest));
        List<AttackGrid> grids = new ArrayList<>();
        for (var entry : bySetting.entrySet()) {
            List<String> differing = new ArrayList<>();
            for (int i = 0; i < SETTING.size(); i++) {
                int axis = i;
                if (bySetting.keySet().stream().map(s -> s.get(axis)).distinct().count() > 1) {
                    differing.add(
                            SETTING.get(i).equals("partition")
                                    ? Noisy.partition(entry.getKey().get(i))
                                    : entry.getKey().get(i));
                }
            }
            grids.add(new AttackGrid(String.join(" · ", differing), entry.getValue()));
        }
        return grids;
    }

    /** The defences, the undefended one first. */
    List<String> defences() {
        List<String> defences = new ArrayList<>(Experiment.values(points, "defence"));
        if (defences.remove(UNDEFENDED)) {
            defences.add(0, UNDEFENDED);
        }
        return defences;
    }

    /** The attacks, no attack first. */
    List<Attack> attacks() {
        List<Attack> attacks = new ArrayList<>();
        for (String kind : Experiment.values(points, "attack")) {
            points.stream()
                    .filter(p -> p.axis("attack").equals(kind))
                    .map(p -> p.axis("share"))
                    .distinct()
                    .sorted(Comparator.comparingDouble(Double::parseDouble))
                    .forEach(share ->
                            attacks.add(kind.equals(GridPoint.NONE) ? 0 : attacks.size(), new Attack(kind, share)));
        }
        return attacks;
    }

    /** The runs of a row and a column that are meant to publish most versions: figures of other lengths do not mix. */
    List<RunResult> runs(Attack attack, String defence) {
        List<RunResult> all = all(attack, defence);
        int longest = versions(all);
        return all.stream().filter(run -> run.settings().versions() == longest).toList();
    }

    private List<RunResult> all(Attack attack, String defence) {
        return points.stream()
                .filter(p -> p.axis("attack").equals(attack.kind())
                        && p.axis("share").equals(attack.share())
                        && p.axis("defence").equals(defence))
                .flatMap(p -> p.runs().stream())
                .toList();
    }

    /** How many versions the longest of these runs is meant to publish; 0 for none. */
    static int versions(List<RunResult> runs) {
        return runs.stream().mapToInt(run -> run.settings().versions()).max().orElse(0);
    }

    /** Final accuracies of some runs. */
    static Optional<Spread> accuracy(List<RunResult> runs) {
        return Spread.of(runs.stream().mapToDouble(run -> run.conclusion().accuracy()));
    }

    /**
     * What attacked runs are compared with: accuracies without an attack after as many versions, of runs with the same seeds
     * where there are such, else of all. A longer clean run speaks where it was measured at that version.
     *
     * @param attacked runs of one length
     */
    Optional<Spread> clean(String defence, List<RunResult> attacked) {
        List<RunResult> clean = all(new Attack(GridPoint.NONE, "0"), defence);
        Set<Long> seeds = seeds(attacked);
        List<RunResult> same = clean.stream()
                .filter(run -> seeds.contains(run.settings().seed()))
                .toList();
        int versions = versions(attacked);
        return Spread.of((seeds(same).equals(seeds) ? same : clean)
                .stream().flatMapToDouble(run -> accuracyAt(run, versions).stream()));
    }

    private static Set<Long> seeds(List<RunResult> runs) {
        return runs.stream().map(run -> run.settings().seed()).collect(Collectors.toSet());
    }

    private static OptionalDouble accuracyAt(RunResult run, int versions) {
        return run.settings().versions() == versions
                ? OptionalDouble.of(run.conclusion().accuracy())
                : Curve.accuracy(run).at(versions);
    }

    /** What a row costs under a column's defence, in points against {@link #clean} of another column or the same. */
    OptionalDouble drop(Attack attack, String defence, String against) {
        List<RunResult> runs = runs(attack, defence);
        Optional<Spread> with = accuracy(runs);
        Optional<Spread> without = clean(against, runs);
        return with.isEmpty() || without.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Drop.points(without.get(), with.get()));
    }

    /** How a table is filled: from runs of a row and a column, at least one. */
    interface Figure {
        /** The cell; empty where these runs have no such figure. */
        Optional<Table.Cell> of(Attack attack, String defence, List<RunResult> runs);
    }

    /** A table of a figure; empty if no cell has it. Rows without any are left out. */
    Optional<Table> table(String caption, String definition, Figure figure) {
        List<String> columns = new ArrayList<>(List.of("attack"));
        columns.addAll(defences());
        Table.Builder table = Table.of(caption + (title.isEmpty() ? "" : ": " + title), columns.toArray(String[]::new));
        for (Attack attack : attacks()) {
            List<Table.Cell> row = new ArrayList<>(List.of(Table.Cell.of(attack.text())));
            boolean any = false;
            for (String defence : defences()) {
                List<RunResult> runs = runs(attack, defence);
                Optional<Table.Cell> cell = runs.isEmpty() ? Optional.empty() : figure.of(attack, defence, runs);
                any |= cell.isPresent();
                row.add(cell.orElse(Table.Cell.of(Numbers.NONE)));
            }
            if (any) {
                table.row(row);
            }
        }
        return table.isEmpty() ? Optional.empty() : Optional.of(table.defined(definition));
    }

    /** The same for a figure of the attacked runs alone that is a share, the deeper shaded the worse. */
    Optional<Table> shares(
            String caption, String definition, boolean highIsBad, Function<List<RunResult>, OptionalDouble> share) {
        return table(caption, definition, (attack, defence, runs) -> {
            var value = share.apply(runs);
            return value.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Table.Cell(
                            Numbers.percent(value), highIsBad ? value.getAsDouble() : 1 - value.getAsDouble(), ""));
        });
    }
}
