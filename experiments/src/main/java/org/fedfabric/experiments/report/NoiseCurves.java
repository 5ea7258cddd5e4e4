package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of LL-BCFL (Figs. 3 to 8): for each mode, number of rounds and partition one figure of three panels,
 * without noise, with Laplace noise and with Gaussian noise.
 */
final class NoiseCurves {
    private static final Map<String, String> FIGURES = Map.of(
            "100 iid",
            "Fig. 3",
            "100 shards",
            "Fig. 4",
            "200 iid",
            "Fig. 5",
            "200 shards",
            "Fig. 6",
            "500 iid",
            "Fig. 7",
            "500 shards",
            "Fig. 8");

    private NoiseCurves() {}

    static Optional<Section> of(Experiment experiment) {
        Noisy noisy = Noisy.of(experiment);
        List<Block> blocks = new ArrayList<>();
        for (String mode : noisy.modes()) {
            for (long rounds : noisy.rounds()) {
                for (String partition : noisy.partitions()) {
                    figure(experiment, noisy, mode, rounds, partition).ifPresent(blocks::add);
                }
            }
        }
        return blocks.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section("noise-curves", "Local differential privacy: accuracy by round", blocks));
    }

    private static Optional<Panels> figure(
            Experiment experiment, Noisy noisy, String mode, long rounds, String partition) {
        CurvePanel panels = new CurvePanel(experiment, rounds, 0.0);
        boolean any = false;
        for (String mechanism : noisy.mechanisms(mode)) {
            List<GridPoint> points = noisy.points(mode, mechanism, partition).stream()
                    .filter(point -> !point.runsFor(rounds).isEmpty())
                    .toList();
            boolean longer = points.stream().anyMatch(p -> !p.rounds(rounds).equals(Long.toString(rounds)));
            panels.panel(
                    Noisy.name(mechanism) + (longer ? " (" + points.get(0).rounds(rounds) + " rounds)" : ""), points);
            any |= !points.isEmpty();
        }
        String like = FIGURES.get(rounds + " " + partition);
        String caption = rounds + " rounds, " + Noisy.partition(partition) + ", noise " + Noisy.modeName(mode)
                + (like == null ? "" : " (LL-BCFL, " + like + ")");
        return any ? Optional.of(panels.figure(caption)) : Optional.empty();
    }
}
