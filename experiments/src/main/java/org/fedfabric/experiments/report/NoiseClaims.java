package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fedfabric.experiments.report.figure.Spread;

/** What the paper on LL-BCFL says of its curves in words, beside the same gaps of ours. */
final class NoiseClaims {
    private static final String IID = "iid";
    private static final String LAPLACE = "laplace";
    private static final String GAUSSIAN = "gaussian";

    private final Noisy noisy;
    private final String mode;
    private final Table.Builder table;

    private NoiseClaims(Noisy noisy, String mode) {
        this.noisy = noisy;
        this.mode = mode;
        this.table = Table.of("Gaps, noise " + Noisy.modeName(mode), "gap", "published in words", "ours, points");
    }

    static Optional<Section> of(Experiment experiment) {
        Noisy noisy = Noisy.of(experiment);
        List<Block> blocks = new ArrayList<>();
        for (String mode : noisy.modes()) {
            new NoiseClaims(noisy, mode).table().ifPresent(blocks::add);
        }
        return blocks.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Section("noise-claims", "Local differential privacy: what LL-BCFL concludes", blocks));
    }

    private Optional<Table> table() {
        gap("IID, 100 rounds: Laplace − no DP", "costs little", at(LAPLACE, IID, 100), at(GridPoint.NONE, IID, 100));
        gap("IID, 100 rounds: Gaussian − no DP", "costs much", at(GAUSSIAN, IID, 100), at(GridPoint.NONE, IID, 100));
        gap("IID, 200 rounds: Laplace − Gaussian", "roughly the same", at(LAPLACE, IID, 200), at(GAUSSIAN, IID, 200));
        gap("IID, 500 rounds: Laplace − Gaussian", "very small", at(LAPLACE, IID, 500), at(GAUSSIAN, IID, 500));
        for (String other :
                noisy.partitions().stream().filter(p -> !p.equals(IID)).toList()) {
            unevenly(other);
        }
        return table.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        table.defined("Difference of the mean accuracies after the named rounds, in points; the first"
                                + " named minus the second. Where the tables say “200 of 500”, so do these."));
    }

    private void unevenly(String other) {
        String name = Noisy.partition(other) + ": ";
        gap(
                name + "Laplace after 200 − after 100 rounds",
                "+10 points",
                at(LAPLACE, other, 200),
                at(LAPLACE, other, 100));
        gap(
                name + "Gaussian after 200 − after 100 rounds",
                "significant improvement",
                at(GAUSSIAN, other, 200),
                at(GAUSSIAN, other, 100));
        for (String mechanism : List.of(GridPoint.NONE, LAPLACE, GAUSSIAN)) {
            for (long rounds : List.of(100L, 200L, 500L)) {
                gap(
                        name + Noisy.name(mechanism) + " − IID twin, " + rounds + " rounds",
                        "below",
                        at(mechanism, other, rounds),
                        at(mechanism, IID, rounds));
            }
            gap(
                    name + Noisy.name(mechanism) + " after 500 − IID after 200 rounds",
                    "almost the same",
                    at(mechanism, other, 500),
                    at(mechanism, IID, 200));
        }
    }

    private Optional<Spread> at(String mechanism, String partition, long rounds) {
        List<GridPoint> points = noisy.points(mode, mechanism, partition);
        // With several claimed ε there is no one gap to speak of.
        return points.size() == 1 ? points.get(0).accuracyAt(rounds) : Optional.empty();
    }

    private void gap(String name, String published, Optional<Spread> of, Optional<Spread> to) {
        if (of.isPresent() && to.isPresent()) {
            table.row(
                    name,
                    published,
                    Numbers.signed(100 * (of.get().mean() - to.get().mean()), 2));
        }
    }
}
