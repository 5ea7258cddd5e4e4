package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fedfabric.experiments.report.figure.Curve;
import org.fedfabric.experiments.report.figure.PartSeconds;
import org.fedfabric.experiments.report.figure.RoundsToTarget;
import org.fedfabric.experiments.report.figure.Spread;
import org.fedfabric.experiments.result.Published;
import org.fedfabric.experiments.result.RunResult;

/** The project's aims that this experiment can speak to, met or missed. */
final class AimSection {
    /** Versions of a run of which the wall time is limited. */
    private static final int LONG_RUN = 500;

    private static final double LONG_RUN_SECONDS = 1_200;

    private final Experiment experiment;
    private final List<Aim> aims = new ArrayList<>();

    private AimSection(Experiment experiment) {
        this.experiment = experiment;
    }

    static Optional<Section> of(Experiment experiment) {
        AimSection section = new AimSection(experiment);
        section.noise();
        section.reference();
        for (AttackGrid grid : AttackGrid.of(experiment)) {
            section.aims.addAll(AttackAims.of(grid));
        }
        section.speed();
        return section.aims.isEmpty() || experiment.outline().quick()
                ? Optional.empty()
                : Optional.of(new Section("aims", "What was aimed at", List.of(table(section.aims))));
    }

    private static Table table(List<Aim> aims) {
        boolean beside = aims.stream().anyMatch(aim -> !aim.undefended().isEmpty());
        Table.Builder table = beside
                ? Table.of("Aims", "figure", "aim", "measured", "undefended fedavg", "")
                : Table.of("Aims", "figure", "aim", "measured", "");
        for (Aim aim : aims) {
            List<Table.Cell> row = new ArrayList<>(
                    List.of(Table.Cell.of(aim.what()), Table.Cell.of(aim.limit()), Table.Cell.of(aim.measured())));
            if (beside) {
                row.add(Table.Cell.of(aim.undefended().isEmpty() ? Numbers.NONE : aim.undefended()));
            }
            row.add(new Table.Cell(aim.met() ? "met" : "missed", 0, aim.met() ? "good" : "bad"));
            table.row(row);
        }
        return table.defined(
                "The project's own aims; means over runs that differ in their seed, final accuracies on the hidden"
                        + " test set, drops against the same defence without attack after as many versions."
                        + (beside
                                ? " Undefended: the drop of plain averaging under the same attack. "
                                        + AttackSection.DEFAULT
                                : ""));
    }

    private void noise() {
        Noisy noisy = Noisy.of(experiment);
        for (GridPoint point : noisy.points()) {
            String name = Noisy.partition(point.axis("partition")) + ", " + Noisy.name(point.axis("mechanism"));
            if (point.noiseless() && point.has("mode", GridPoint.NONE)) {
                double limit = point.has("partition", "iid") ? 0.98 : 0.95;
                point.accuracyAt(100)
                        .ifPresent(s -> aims.add(Aim.atLeast("accuracy after 100 rounds, " + name, s.mean(), limit)));
            } else if (!point.noiseless() && point.axis("mode").startsWith("as-published")) {
                experiment.outline().published().stream()
                        .filter(p -> p.lowest() != null && point.matches(p))
                        .forEach(p -> point.accuracyAt(p.versions())
                                .ifPresent(s -> aims.add(Aim.atLeast(
                                        "accuracy after " + p.versions() + " rounds, " + name + ", "
                                                + Noisy.modeName(point.axis("mode")),
                                        s.mean(),
                                        level(p)))));
            }
        }
    }

    /** The published level: the lower end, or the upper one where nothing else was printed. */
    private static double level(Published value) {
        return value.lowest() > 0 ? value.lowest() : value.highest();
    }

    private void reference() {
        rounds("mcmahan-cnn", "iid", 0.99, 25);
        rounds("mcmahan-cnn", "shards", 0.99, 250);
        rounds("2nn", "iid", 0.97, 90);
    }

    private void rounds(String model, String partition, double target, long limit) {
        List<GridPoint> points = experiment.points(
                p -> p.honest() && p.noiseless() && p.has("model", model) && p.has("partition", partition));
        for (GridPoint point : points) {
            Optional<Spread> rounds = Spread.of(point.runs().stream()
                    .flatMapToDouble(run -> RoundsToTarget.of(Curve.accuracy(run), target).stream()
                            .asDoubleStream()));
            boolean all = rounds.map(Spread::count).orElse(0) == point.runs().size();
            aims.add(new Aim(
                    "rounds to " + Numbers.percent(target, 0) + ", " + Experiment.label(point, experiment.points()),
                    "≤ " + limit,
                    all
                            ? Numbers.fixed(rounds.orElseThrow().mean(), 0)
                            : rounds.map(Spread::count).orElse(0) + " of "
                                    + point.runs().size() + " runs reached it",
                    all && rounds.orElseThrow().mean() <= limit));
        }
    }

    private void speed() {
        List<RunResult> small = experiment.results().stream()
                .filter(run -> run.settings().model().equals("small-cnn"))
                .toList();
        OptionalDouble share = PartSeconds.of(small).ledgerAndJudging();
        share.ifPresent(s -> aims.add(Aim.atMost("ledger and judging, share of a version's time", s, 0.3)));
        small.stream()
                .filter(run -> run.rounds().size() >= LONG_RUN)
                .mapToDouble(run -> run.conclusion().seconds())
                .max()
                .ifPresent(seconds -> aims.add(new Aim(
                        "longest run of " + LONG_RUN + " versions",
                        "< " + Numbers.duration(LONG_RUN_SECONDS),
                        Numbers.duration(seconds),
                        seconds < LONG_RUN_SECONDS)));
    }
}
