package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.fedfabric.experiments.report.figure.Curve;
import org.fedfabric.experiments.report.figure.RoundsToTarget;
import org.fedfabric.experiments.report.figure.Spread;
import org.fedfabric.experiments.result.Published;
import org.fedfabric.experiments.result.RunResult;

/**
 * How fast honest federations without noise learn, as McMahan et al. (2017) report it: rounds to a test accuracy. Only of
 * experiments that are about nothing else.
 */
final class ReferenceSection {
    /** The targets of McMahan et al. 2017 on MNIST: 2NN and CNN. */
    private static final List<Double> TARGETS = List.of(0.97, 0.99);

    private ReferenceSection() {}

    static Optional<Section> of(Experiment experiment) {
        List<GridPoint> points = experiment.points(p -> !p.central());
        if (points.isEmpty() || !points.stream().allMatch(p -> p.honest() && p.noiseless())) {
            return Optional.empty();
        }
        List<Block> blocks = new ArrayList<>();
        Table.Builder table = Table.of(
                "Rounds to a test accuracy",
                "point",
                "accuracy",
                "rounds",
                "runs that reached it",
                "published or aimed at");
        for (GridPoint point : points) {
            for (double target : targets(point)) {
                rounds(experiment, point, points, target, table);
            }
        }
        blocks.add(table.defined(
                "The first measured round with at least that accuracy on the test rows: mean over the runs that reached"
                        + " it, lowest to highest in brackets. No interpolation between rounds, so never too few."));
        blocks.addAll(Differences.rounds(experiment, points));
        long longest = points.stream()
                .flatMap(p -> p.runs().stream())
                .mapToLong(run -> run.rounds().size())
                .max()
                .orElse(0);
        CurvePanel curves = new CurvePanel(experiment, longest, 0.9);
        for (String model : Experiment.values(points, "model")) {
            curves.panel(
                    model,
                    points.stream().filter(p -> p.axis("model").equals(model)).toList());
        }
        blocks.add(curves.figure("Accuracy by round (the axis begins at 90 %)"));
        return Optional.of(new Section("reference", "Rounds to accuracy without noise and attacks", blocks));
    }

    /** Those, and the one at which the runs ended if it is another. */
    private static Set<Double> targets(GridPoint point) {
        Set<Double> targets = new TreeSet<>(TARGETS);
        point.runs().forEach(run -> run.settings().target().ifPresent(targets::add));
        return targets;
    }

    private static void rounds(
            Experiment experiment, GridPoint point, List<GridPoint> points, double target, Table.Builder table) {
        List<OptionalLong> rounds = point.runs().stream()
                .map(run -> RoundsToTarget.of(Curve.accuracy(run), target))
                .toList();
        Optional<Spread> spread =
                Spread.of(rounds.stream().flatMapToLong(OptionalLong::stream).asDoubleStream());
        List<Published> published = experiment.outline().published().stream()
                .filter(p -> point.matches(p) && p.lowest() != null && p.lowest() == target)
                .toList();
        int most = point.runs().stream()
                .map(RunResult::rounds)
                .mapToInt(List::size)
                .max()
                .orElse(0);
        table.row(
                Experiment.label(point, points),
                Numbers.percent(target, 0),
                spread.map(ReferenceSection::text).orElse("not within " + most),
                spread.map(Spread::count).orElse(0) + " of " + point.runs().size(),
                published.isEmpty() ? Numbers.NONE : text(published));
    }

    private static String text(Spread spread) {
        return spread.count() == 1
                ? Numbers.fixed(spread.mean(), 0)
                : Numbers.fixed(spread.mean(), 1) + " [" + Numbers.fixed(spread.low(), 0) + "–"
                        + Numbers.fixed(spread.high(), 0) + "]";
    }

    private static String text(List<Published> published) {
        return String.join(
                "; ",
                published.stream()
                        .map(p -> p.versions() + " [" + p.source() + "]")
                        .toList());
    }
}
