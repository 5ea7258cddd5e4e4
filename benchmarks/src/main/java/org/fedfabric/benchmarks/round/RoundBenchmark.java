package org.fedfabric.benchmarks.round;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.fedfabric.benchmarks.measure.Benchmark;
import org.fedfabric.benchmarks.measure.Figure;
import org.fedfabric.benchmarks.measure.Setting;
import org.fedfabric.benchmarks.measure.Spread;
import org.fedfabric.benchmarks.measure.Target;

/**
 * A round of a hundred participants of whom ten train small-cnn for one epoch with batches of ten: all of it, with ledger and
 * 200 rows to judge with, beside PyTorch training the same one after the other and taking the mean.
 */
public final class RoundBenchmark implements Benchmark {
    private static final int ROWS = 60_000;
    private static final int TEST_ROWS = 10_000;
    private static final int LONG_RUN = 500;
    private static final int SELECTED = 10;

    /** Most of a round's time that ledger and judging are meant to take. */
    private static final double MOST_BESIDE_TRAINING = 30;

    /** The longest that 500 versions are meant to take, measuring on the test rows after every fifth included. */
    private static final double MOST_MINUTES = 20;

    private static final int[] TORCH_THREADS = {1, 2};

    @Override
    public List<Figure> run(Setting setting) throws IOException, InterruptedException {
        int versions = setting.versions();
        Path folder = Files.createTempDirectory("round-benchmark");
        try {
            MadeUpImages images = MadeUpImages.write(folder.resolve("data/mnist"), ROWS, TEST_ROWS);
            Path scenario = Files.writeString(folder.resolve("round.yaml"), scenario(versions));
            OwnRounds ours = OwnRounds.run(setting.root(), scenario, folder.resolve("data"), folder.resolve("out"));
            List<TorchRounds> theirs = new ArrayList<>();
            if (setting.python().isPresent()) {
                for (int threads : TORCH_THREADS) {
                    theirs.add(TorchRounds.run(
                            setting.python().get(), setting.root(), images, threads, Math.min(versions, 20)));
                }
            } else {
                System.err.println(
                        "round: PyTorch is left out: --no-python, or no interpreter that can import torch (--python PATH).");
            }
            return figures(ours, versions, theirs);
        } finally {
            remove(folder);
        }
    }

    /** The figures of versions after the first third, in which the virtual machine compiles. */
    static List<Figure> figures(OwnRounds ours, int versions, List<TorchRounds> theirs) {
        int from = versions / 3;
        Spread whole = milliseconds(ours.seconds(from, "whole"));
        Spread training = milliseconds(ours.seconds(from, "training"));
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < theirs.size(); i++) {
            double[] seconds = theirs.get(i).seconds();
            figures.add(Figure.times(
                    "round, 10 of 100 participants, small-cnn",
                    "ms",
                    whole,
                    "PyTorch " + theirs.get(i).version() + ", training and mean only, " + TORCH_THREADS[i]
                            + (TORCH_THREADS[i] == 1 ? " thread" : " threads"),
                    milliseconds(Arrays.copyOfRange(seconds, seconds.length / 3, seconds.length))));
        }
        if (theirs.isEmpty()) {
            figures.add(Figure.times(
                    "round, 10 of 100 participants, small-cnn", "ms", whole, "its own training", training));
        }
        for (String part : List.of("training", "judging", "ledger")) {
            String name = part.equals("training") ? part : part + " while nobody trains";
            figures.add(Figure.times(name, "ms", milliseconds(ours.seconds(from, part)), "the whole round", whole));
        }
        double[] shares = shares(ours.seconds(from, "ledger", "judging"), ours.seconds(from, "whole"));
        Spread share = Spread.of(shares);
        figures.add(Figure.times(
                        "ledger and judging, share of wall time",
                        "%",
                        share,
                        "the whole round",
                        new Spread(100, 100, 100))
                .aimedAt(Target.below(MOST_BESIDE_TRAINING, "%", share.median())));
        figures.addAll(processorTime(ours, from));
        figures.add(Figure.times(
                "updates included",
                "a round",
                Spread.of(ours.included().subList(from, versions).stream()
                        .mapToDouble(Integer::doubleValue)
                        .toArray()),
                "selected",
                new Spread(SELECTED, SELECTED, SELECTED)));
        double mean = Arrays.stream(ours.seconds(from, "whole")).average().orElseThrow();
        double minutes = mean * LONG_RUN / 60;
        double bare = Arrays.stream(ours.seconds(from, "training")).average().orElseThrow() * LONG_RUN / 60;
        figures.add(Figure.times(
                        LONG_RUN + " versions, from the mean of these " + (versions - from),
                        "min",
                        Spread.of(minutes),
                        "their training",
                        Spread.of(bare))
                .aimedAt(Target.below(MOST_MINUTES, "min", minutes)));
        double megabytes = ours.peakBytes() / 1e6;
        double rows = (ROWS + TEST_ROWS) * 784 * 4 / 1e6;
        figures.add(Figure.times(
                "peak resident memory", "MB", Spread.of(megabytes), "all rows as floats", Spread.of(rows)));
        return figures;
    }

    /** Where processors were, whether others trained meanwhile or not: overlapping hides nothing here. */
    private static List<Figure> processorTime(OwnRounds ours, int from) {
        double[] wholes = ours.processorSeconds(from, "whole");
        Spread whole = milliseconds(wholes);
        double[] evaluating = ours.processorSeconds(from, "evaluating");
        double[] beside = ours.processorSeconds(from, "training");
        double[] rest = ours.processorSeconds(from, "training", "evaluating", "judging");
        for (int i = 0; i < wholes.length; i++) {
            beside[i] = wholes[i] - beside[i] - evaluating[i];
            rest[i] = wholes[i] - rest[i];
        }
        List<Figure> figures = new ArrayList<>();
        for (String part : List.of("training", "judging")) {
            figures.add(Figure.times(
                    "processor time, " + part,
                    "ms",
                    milliseconds(ours.processorSeconds(from, part)),
                    "the whole process",
                    whole));
        }
        figures.add(Figure.times(
                "processor time, ledger, store, compiler, collector",
                "ms",
                milliseconds(rest),
                "the whole process",
                whole));
        figures.add(Figure.times(
                "all but training and evaluating, of processor time",
                "%",
                Spread.of(shares(beside, wholes)),
                "the whole process",
                new Spread(100, 100, 100)));
        return figures;
    }

    private static double[] shares(double[] parts, double[] wholes) {
        double[] shares = new double[parts.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = 100 * parts[i] / wholes[i];
        }
        return shares;
    }

    private static Spread milliseconds(double[] seconds) {
        return Spread.of(Arrays.stream(seconds).map(value -> value * 1e3).toArray());
    }

    private static String scenario(int versions) {
        return """
                name: round
                title: A round
                description: Ten of a hundred participants train small-cnn for one epoch.
                defaults:
                  dataset: mnist
                  participants: 100
                  enterprises: 4
                  selected: 10
                  model: small-cnn
                  epochs: 1
                  batch: 10
                  rate: 0.1
                  clipNorm: 20
                  validationRows: 200
                  evaluateEvery: 5
                  defence: default
                grids:
                  - axes:
                      partition: [iid]
                seeds:
                  1: {versions: %d}
                """.formatted(versions);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
