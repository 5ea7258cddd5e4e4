package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fedfabric.experiments.report.figure.Spread;
import org.fedfabric.experiments.result.Published;
import org.fedfabric.experiments.result.RunResult;

/** Accuracy and privacy of the noisy points as tables: ours, what was published, and what the noise is worth. */
final class NoiseTables {
    private NoiseTables() {}

    static Optional<Section> of(Experiment experiment) {
        Noisy noisy = Noisy.of(experiment);
        List<Block> blocks = new ArrayList<>();
        for (String mode : noisy.modes()) {
            Table.Builder accuracy = Table.of(
                    "Accuracy, noise " + Noisy.modeName(mode),
                    "partition",
                    "noise",
                    "claimed ε",
                    "rounds",
                    "runs",
                    "accuracy",
                    "best",
                    "deviation of the last 20",
                    "published",
                    "difference");
            Table.Builder privacy = Table.of(
                    "Privacy, noise " + Noisy.modeName(mode),
                    "partition",
                    "noise",
                    "rounds",
                    "claimed ε",
                    "honest ε, at most",
                    "δ",
                    "clipping norm C",
                    "unit",
                    "what it is worth");
            for (String partition : noisy.partitions()) {
                for (String mechanism : noisy.mechanisms(mode)) {
                    for (GridPoint point : noisy.points(mode, mechanism, partition)) {
                        for (long rounds : noisy.rounds()) {
                            accuracy(experiment, point, rounds, accuracy);
                            privacy(point, rounds, privacy);
                        }
                    }
                }
            }
            blocks.add(
                    accuracy.defined(
                            "Accuracy on the test rows after that round: mean ± sample standard deviation over runs"
                                    + " that differ in their seed. Best: mean of the runs' highest accuracies so far. Deviation of the last 20: sample"
                                    + " standard deviation of what was measured in the last 20 rounds, in points, mean over runs. Difference: points"
                                    + " above (+) or below (−) the published range, 0 within it. 200 of 500: the beginning of runs of 500"
                                    + " rounds, which divide their ε among more rounds and so have more noise than runs of 200."));
            // Runs without noise stand in the table of every mode; what is said of them is said once.
            Differences.accuracies(experiment, accuracyPoints(noisy, mode)).stream()
                    .filter(paragraph -> !blocks.contains(paragraph))
                    .forEach(blocks::add);
            blocks.add(privacy.defined(
                    "Claimed: the ε that the noise was asked for. Honest: an upper bound on the ε that the noise gives, at"
                            + " that δ, over all submissions of the run, to the participant selected most often; the highest of"
                            + " the runs. Unit: a participant, so any change of its data, all of its rows included, is to stay"
                            + " hidden. The bound rests on the L2 norm C alone, to which a whole update is clipped before noise is"
                            + " added: two updates lie within 2C whatever the data. The true ε may be lower. 200 of 500: the whole"
                            + " loss of runs of 500 rounds, which bounds that of their beginning."));
        }
        return blocks.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section("noise-tables", "Local differential privacy: figures", blocks));
    }

    private static List<GridPoint> accuracyPoints(Noisy noisy, String mode) {
        return noisy.partitions().stream()
                .flatMap(partition -> noisy.mechanisms(mode).stream()
                        .flatMap(mechanism -> noisy.points(mode, mechanism, partition).stream()))
                .toList();
    }

    private static void accuracy(Experiment experiment, GridPoint point, long rounds, Table.Builder table) {
        Optional<Spread> accuracy = point.accuracyAt(rounds);
        List<Published> published = experiment.published(point, rounds);
        if (accuracy.isEmpty() && (published.isEmpty() || point.runsFor(rounds).isEmpty())) {
            return;
        }
        table.row(
                Noisy.partition(point.axis("partition")),
                Noisy.name(point.axis("mechanism")),
                point.noiseless() ? Numbers.NONE : point.axis("claimed ε"),
                point.rounds(rounds),
                Integer.toString(accuracy.map(Spread::count).orElse(0)),
                Numbers.percent(accuracy),
                point.bestWithin(rounds).map(s -> Numbers.percent(s.mean(), 2)).orElse(Numbers.NONE),
                point.fluctuationAt(rounds)
                        .map(s -> Numbers.fixed(100 * s.mean(), 2))
                        .orElse(Numbers.NONE),
                PublishedRange.text(published),
                accuracy.map(s -> PublishedRange.difference(published, s.mean()))
                        .orElse(Numbers.NONE));
    }

    private static void privacy(GridPoint point, long rounds, Table.Builder table) {
        List<RunResult> runs = point.runsFor(rounds);
        if (point.noiseless() || runs.isEmpty()) {
            return;
        }
        List<RunResult> exact =
                runs.stream().filter(run -> run.settings().versions() == rounds).toList();
        List<RunResult> speaking = exact.isEmpty() ? runs : exact;
        double epsilon = speaking.stream()
                .mapToDouble(run -> infinite(run.conclusion().epsilon()))
                .max()
                .orElseThrow();
        double delta = speaking.stream()
                .mapToDouble(run ->
                        run.conclusion().delta() == null ? 0 : run.conclusion().delta())
                .max()
                .orElseThrow();
        table.row(
                Noisy.partition(point.axis("partition")),
                Noisy.name(point.axis("mechanism")),
                point.rounds(rounds),
                point.axis("claimed ε"),
                Numbers.digits(epsilon),
                Numbers.digits(delta),
                speaking.stream()
                        .map(run -> Numbers.digits(run.settings().training().clipNorm()))
                        .distinct()
                        .collect(Collectors.joining(", ")),
                "participant",
                PrivacyWorth.sentence(epsilon, delta));
    }

    /** A noisy run without an ε has none that is finite. */
    private static double infinite(Double epsilon) {
        return epsilon == null ? Double.POSITIVE_INFINITY : epsilon;
    }
}
