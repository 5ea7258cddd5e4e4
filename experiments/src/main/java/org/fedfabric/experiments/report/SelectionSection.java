package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.fedfabric.experiments.report.figure.Histogram;
import org.fedfabric.experiments.report.figure.JainIndex;
import org.fedfabric.experiments.report.figure.Shares;
import org.fedfabric.experiments.report.figure.Spread;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.result.RunResult.Participation;

/** Who was selected how often: accuracy, fairness and attackers by selection policy. */
final class SelectionSection {
    /** Ranges of the histogram: enough to see its shape, few enough to fill them with a hundred participants. */
    private static final int RANGES = 20;

    private SelectionSection() {}

    static Optional<Section> of(Experiment experiment) {
        List<GridPoint> chosen = experiment.points(SelectionSection::choice);
        boolean policies = Experiment.values(chosen, "selection").size() > 1;
        // Where policies are compared, attacked runs tell them apart; elsewhere honest ones say enough.
        List<GridPoint> points =
                chosen.stream().filter(p -> policies || p.honest()).toList();
        if (points.isEmpty()) {
            return Optional.empty();
        }
        Table.Builder table = Table.of(
                "Participations",
                "point",
                "selection",
                "final accuracy",
                "Jain index",
                "Jain index, honest",
                "least",
                "median",
                "most",
                "never selected",
                "selections of attackers");
        for (GridPoint point : points) {
            row(point, points, table);
        }
        return Optional.of(new Section(
                "selection",
                "Selection",
                List.of(
                        table.defined(
                                "Participations: how often a participant was selected. Jain index: (Σx)² / (n·Σx²) of one run's"
                                        + " participations, 1 if all are equal, 1/n if one has all; mean over runs. Least, median,"
                                        + " most, and the share never selected: over the participants of all runs."),
                        histogram(points))));
    }

    /** Only where not everybody takes part in every version. */
    private static boolean choice(GridPoint point) {
        return !point.axis("selected").equals(point.axis("participants"))
                && !participations(point.runs()).isEmpty();
    }

    private static void row(GridPoint point, List<GridPoint> among, Table.Builder table) {
        List<Integer> all = participations(point.runs());
        Spread spread =
                Spread.of(all.stream().mapToDouble(Integer::doubleValue)).orElseThrow();
        double median =
                Spread.median(all.stream().mapToDouble(Integer::doubleValue)).orElseThrow();
        double never = (double) all.stream().filter(n -> n == 0).count() / all.size();
        table.row(
                Experiment.label(point, among),
                point.axis("selection"),
                Numbers.percent(point.finalAccuracy()),
                jain(point, p -> true),
                jain(point, p -> !p.attacker()),
                Numbers.fixed(spread.low(), 0),
                Numbers.fixed(median, 1),
                Numbers.fixed(spread.high(), 0),
                Numbers.percent(never, 1),
                point.honest() ? Numbers.NONE : Numbers.percent(Shares.attackersSelected(point.runs())));
    }

    private static List<Integer> participations(List<RunResult> runs) {
        return runs.stream()
                .flatMap(run -> run.participants().stream())
                .map(Participation::selected)
                .toList();
    }

    private static String jain(GridPoint point, Predicate<Participation> who) {
        return Spread.of(point.runs().stream()
                        .map(run -> JainIndex.of(run.participants().stream()
                                .filter(who)
                                .map(Participation::selected)
                                .toList()))
                        .flatMapToDouble(OptionalDouble::stream))
                .map(s -> Numbers.fixed(s.mean(), 3))
                .orElse(Numbers.NONE);
    }

    private static Panels histogram(List<GridPoint> points) {
        int most = participations(
                        points.stream().flatMap(p -> p.runs().stream()).toList())
                .stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        int width = Histogram.widthFor(most, RANGES);
        Table.Builder values = Table.of("Values", "selection", "participations", "share of participants");
        List<Chart.Series> series = new ArrayList<>();
        for (String policy : Experiment.values(points, "selection")) {
            List<Integer> all = participations(points.stream()
                    .filter(p -> p.axis("selection").equals(policy))
                    .flatMap(p -> p.runs().stream())
                    .toList());
            List<Integer> counts = Histogram.of(all, width).counts();
            List<List<Double>> pairs = new ArrayList<>();
            for (int i = 0; i < counts.size() && !all.isEmpty(); i++) {
                double share = (double) counts.get(i) / all.size();
                pairs.add(List.of((double) i * width, share));
                String range = width == 1 ? Integer.toString(i) : i * width + "–" + (i * width + width - 1);
                values.row(policy, range, Numbers.percent(share, 1));
            }
            series.add(new Chart.Series(policy, series.size(), "line", pairs));
        }
        Chart chart = new Chart(
                "by selection policy", "line", "participations", "share of participants", 0.0, null, List.of(), series);
        return new Panels(
                "How many participants were selected how often",
                List.of(chart),
                values.folded("Share of the participants of all runs with that policy that were selected so often."));
    }
}
