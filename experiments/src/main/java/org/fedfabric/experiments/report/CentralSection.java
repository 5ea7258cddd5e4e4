package org.fedfabric.experiments.report;

import java.util.List;
import java.util.Optional;
import org.fedfabric.experiments.report.figure.Spread;
import org.fedfabric.experiments.run.RunSettings;

/**
 * Federated training beside training on all rows in one place (LL-BCFL, equation 1), after the same number of passes over all
 * rows: v versions of s among p participants with E local passes each are v · E · s / p.
 */
final class CentralSection {
    private CentralSection() {}

    static Optional<Section> of(Experiment experiment) {
        List<GridPoint> federated = experiment.points(point -> !point.central() && point.honest() && point.noiseless());
        Table.Builder table = Table.of(
                "Against one place",
                "point",
                "rounds",
                "passes over all rows",
                "V_fed",
                "V_central",
                "|V_fed − V_central|, points");
        for (GridPoint central : experiment.points(GridPoint::central)) {
            for (GridPoint point : federated) {
                if (List.of("dataset", "model").stream()
                        .allMatch(a -> point.axis(a).equals(central.axis(a)))) {
                    compare(
                            point,
                            central,
                            Experiment.label(point, federated),
                            experiment.milestones(federated),
                            table);
                }
            }
        }
        return table.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Section(
                                "central",
                                "What federating costs",
                                List.of(
                                        table.defined(
                                                "Mean accuracies on the test rows after the same number of passes over all training rows."
                                                        + " V_central: one participant has all rows and trains the same model, nobody judges. Federated, a"
                                                        + " pass is as many versions as it takes the selected ones to train on as many rows as there are."))));
    }

    private static void compare(
            GridPoint point, GridPoint central, String name, List<Long> milestones, Table.Builder table) {
        for (long rounds : milestones) {
            double passes = rounds * passesOfVersion(point);
            double there = passes / passesOfVersion(central);
            // A central version that ends just there, not one nearby.
            Optional<Spread> theirs = Math.abs(there - Math.rint(there)) < 1e-9
                    ? central.accuracyAt(Math.round(there))
                    : Optional.empty();
            Optional<Spread> ours = point.accuracyAt(rounds);
            if (ours.isPresent() && theirs.isPresent()) {
                table.row(
                        name,
                        Long.toString(rounds),
                        Numbers.digits(passes),
                        Numbers.percent(ours),
                        Numbers.percent(theirs),
                        Numbers.fixed(
                                100 * Math.abs(ours.get().mean() - theirs.get().mean()), 2));
            }
        }
    }

    private static double passesOfVersion(GridPoint point) {
        RunSettings run = point.runs().get(0).settings();
        return (double) run.selected() * run.training().epochs() / run.participants();
    }
}
