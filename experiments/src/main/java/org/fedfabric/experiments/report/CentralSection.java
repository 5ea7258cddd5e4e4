package org.fedfabric.experiments.report;

import java.util.List;
import java.util.Optional;

/** Federated training beside training on all rows in one place (LL-BCFL, equation 1). */
final class CentralSection {
    private CentralSection() {}

    static Optional<Section> of(Experiment experiment) {
        Table.Builder table =
                Table.of("Against one place", "point", "V_fed", "V_central", "|V_fed − V_central|, points");
        List<GridPoint> federated = experiment.points(point -> !point.central());
        for (GridPoint central : experiment.points(GridPoint::central)) {
            for (GridPoint point : federated) {
                if (List.of("dataset", "model").stream()
                        .allMatch(a -> point.axis(a).equals(central.axis(a)))) {
                    double ours = point.finalAccuracy().mean();
                    double theirs = central.finalAccuracy().mean();
                    table.row(
                            Experiment.label(point, federated),
                            Numbers.percent(ours, 2),
                            Numbers.percent(theirs, 2),
                            Numbers.fixed(100 * Math.abs(ours - theirs), 2));
                }
            }
        }
        return table.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section(
                        "central",
                        "What federating costs",
                        List.of(table.defined(
                                "Mean accuracy of the last models on the hidden test set; V_central: one participant trains on"
                                        + " all rows with the same model."))));
    }
}
