package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The points of an experiment with noise, arranged as LL-BCFL arranges them, and the points without noise they are compared
 * with.
 *
 * @param points those with noise, and those without that attack nothing
 * @param modes how noise was scaled
 * @param partitions how rows were divided
 * @param rounds after how many rounds accuracies are compared
 */
record Noisy(List<GridPoint> points, List<String> modes, List<String> partitions, List<Long> rounds) {
    static Noisy of(Experiment experiment) {
        List<GridPoint> noisy = experiment.points(point -> point.honest() && !point.noiseless());
        if (noisy.isEmpty()) {
            return new Noisy(List.of(), List.of(), List.of(), List.of());
        }
        List<GridPoint> all = experiment.points(point -> point.honest() && !point.central());
        return new Noisy(
                all, Experiment.values(noisy, "mode"), Experiment.values(all, "partition"), experiment.milestones(all));
    }

    /** The mechanisms of a mode in its order: none first. */
    List<String> mechanisms(String mode) {
        List<String> mechanisms = new ArrayList<>(List.of(GridPoint.NONE, "laplace", "gaussian"));
        Experiment.values(points, "mechanism").stream()
                .filter(m -> !mechanisms.contains(m))
                .forEach(mechanisms::add);
        mechanisms.removeIf(mechanism ->
                partitions.stream().allMatch(p -> points(mode, mechanism, p).isEmpty()));
        return mechanisms;
    }

    /** The points of a place in the grid; without noise the mode is no matter, unless the grid names it. */
    List<GridPoint> points(String mode, String mechanism, String partition) {
        List<GridPoint> here = points.stream()
                .filter(p -> p.has("mechanism", mechanism) && p.has("partition", partition))
                .toList();
        List<GridPoint> named =
                here.stream().filter(p -> p.axis("mode").equals(mode)).toList();
        return mechanism.equals(GridPoint.NONE) && named.isEmpty()
                ? here.stream().filter(p -> p.has("mode", GridPoint.NONE)).toList()
                : named;
    }

    static String name(String mechanism) {
        return switch (mechanism) {
            case GridPoint.NONE -> "no DP";
            case "laplace" -> "Laplace";
            case "gaussian" -> "Gaussian";
            default -> mechanism;
        };
    }

    static String partition(String partition) {
        return switch (partition) {
            case "iid" -> "IID";
            case "shards" -> "non-IID (two-class shards)";
            default -> partition;
        };
    }

    static String modeName(String mode) {
        return switch (mode) {
            case "as-published" -> "as published";
            case "as-published-one-step" -> "as published, one local step on all rows";
            case "calibrated" -> "calibrated to (ε, δ)";
            case "equal-epsilon" -> "calibrated to (ε, δ), both mechanisms at equal ε";
            default -> mode;
        };
    }
}
