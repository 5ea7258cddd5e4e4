package org.fedfabric.experiments.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.fedfabric.experiments.report.figure.Curve;
import org.fedfabric.experiments.report.figure.MeanBand;
import org.fedfabric.experiments.report.figure.Spread;
import org.fedfabric.experiments.result.Published;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.run.RunSettings;

/**
 * The runs that differ only in their seed and in how many versions they publish: a longer run passes the shorter one's end.
 *
 * @param axes what the runs share, by name, settings that no axis names included
 * @param runs at least one
 */
record GridPoint(Map<String, String> axes, List<RunResult> runs) {
    /** Value of an axis that does not apply. */
    static final String NONE = "none";

    private static final Set<String> WITHIN = Set.of("seed", "versions", "rounds");

    /** Puts runs together, points in the order of their first run. */
    static List<GridPoint> of(List<RunResult> runs) {
        Map<Map<String, String>, List<RunResult>> byAxes = new LinkedHashMap<>();
        for (RunResult run : runs) {
            byAxes.computeIfAbsent(axes(run.settings()), axes -> new ArrayList<>())
                    .add(run);
        }
        List<GridPoint> points = new ArrayList<>();
        byAxes.forEach((axes, same) -> points.add(new GridPoint(axes, List.copyOf(same))));
        return points;
    }

    private static Map<String, String> axes(RunSettings run) {
        Map<String, String> axes = new LinkedHashMap<>();
        axes.put("dataset", run.dataset());
        axes.put("model", run.model());
        axes.put("partition", run.partition());
        axes.put("mode", mode(run));
        axes.put(
                "mechanism",
                run.noise().map(RunSettings.NoiseSettings::mechanism).orElse(NONE));
        axes.put("attack", run.attack().map(RunSettings.AttackSettings::kind).orElse(NONE));
        axes.put("share", run.attack().map(a -> plain(a.share())).orElse("0"));
        axes.put("defence", run.defence());
        axes.put("selection", run.selection());
        axes.put("claimed ε", run.noise().map(n -> plain(n.epsilon())).orElse(NONE));
        axes.put("participants", Integer.toString(run.participants()));
        axes.put("selected", Integer.toString(run.selected()));
        axes.put("training", training(run.training()));
        run.axes().forEach((name, value) -> {
            if (!WITHIN.contains(name)) {
                axes.putIfAbsent(name, value);
            }
        });
        return axes;
    }

    /** A grid may tell apart more than the settings do: the same calibration on other local work is a mode of its own. */
    private static String mode(RunSettings run) {
        String calibration =
                run.noise().map(RunSettings.NoiseSettings::calibration).orElse(NONE);
        return run.axes().getOrDefault("mode", calibration);
    }

    private static String training(RunSettings.LocalWork work) {
        return "E=" + work.epochs() + " B=" + (work.batch() == 0 ? "∞" : Integer.toString(work.batch())) + " η="
                + plain(work.rate()) + (work.momentum() == 0 ? "" : " momentum=" + plain(work.momentum()))
                + (work.clipNorm() == 0 ? "" : " clip=" + plain(work.clipNorm()));
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** The value of an axis, or {@value #NONE}. */
    String axis(String name) {
        return axes.getOrDefault(name, NONE);
    }

    /** Whether an axis has this value, as the settings or as the grid spell it. */
    boolean has(String name, String value) {
        return value.equals(axes.get(name))
                || value.equals(runs.get(0).settings().axes().get(name));
    }

    /** Whether every participant keeps to the protocol. */
    boolean honest() {
        return axis("attack").equals(NONE);
    }

    /** Whether updates carry no noise. */
    boolean noiseless() {
        return axis("mechanism").equals(NONE);
    }

    /** Whether one participant trains on everything: what federations are compared with (LL-BCFL, equation 1). */
    boolean central() {
        return axis("participants").equals("1");
    }

    /** Whether what is published is about this point. */
    boolean matches(Published value) {
        return value.axes().entrySet().stream()
                .allMatch(e -> WITHIN.contains(e.getKey()) || has(e.getKey(), e.getValue()));
    }

    /**
     * The runs meant to publish so many versions. Noise is divided among the versions of a run, calibrated or as published,
     * so the beginning of a longer run has more of it than a run of that length: it speaks only where no such run is.
     */
    List<RunResult> runsFor(long versions) {
        List<RunResult> exact = runs.stream()
                .filter(run -> run.settings().versions() == versions)
                .toList();
        if (!noiseless() && !exact.isEmpty()) {
            return exact;
        }
        return runs.stream()
                .filter(run -> run.settings().versions() >= versions)
                .toList();
    }

    /** A number of rounds for people, with the length of the runs whose beginning it is where noise makes a difference. */
    String rounds(long versions) {
        int shortest = runsFor(versions).stream()
                .mapToInt(run -> run.settings().versions())
                .min()
                .orElse(0);
        return noiseless() || shortest <= versions ? Long.toString(versions) : versions + " of " + shortest;
    }

    /** Those of them that did. */
    private List<RunResult> runsAt(long versions) {
        return runsFor(versions).stream()
                .filter(run -> run.rounds().size() > 0
                        && run.rounds().get(run.rounds().size() - 1).version() >= versions)
                .toList();
    }

    /** The curves of the runs meant to go as far, up to a version; of all runs where none is. */
    MeanBand band(long upTo) {
        List<RunResult> these = runsFor(upTo).isEmpty() ? runs : runsFor(upTo);
        return MeanBand.of(
                these.stream().map(run -> Curve.accuracy(run).upTo(upTo)).toList());
    }

    /** Accuracy after so many versions, over the runs that measured it there. */
    Optional<Spread> accuracyAt(long versions) {
        return Spread.of(runsAt(versions).stream().flatMapToDouble(run -> Curve.accuracy(run).at(versions).stream()));
    }

    /** The best accuracy within so many versions, over the runs that went as far. */
    Optional<Spread> bestWithin(long versions) {
        return Spread.of(
                runsAt(versions).stream().flatMapToDouble(run -> Curve.accuracy(run).upTo(versions).best().stream()));
    }

    /** How restless the end of the curve up to a version is, over the runs that went as far. */
    Optional<Spread> fluctuationAt(long versions) {
        return Spread.of(runsAt(versions).stream()
                .flatMapToDouble(run -> Curve.accuracy(run).upTo(versions).fluctuation().stream()));
    }

    /** Accuracy of the last models on the revealed test set. */
    Spread finalAccuracy() {
        return Spread.of(runs.stream().mapToDouble(run -> run.conclusion().accuracy()))
                .orElseThrow();
    }

    /** A figure of the conclusions of these runs, those left out that have none. */
    static Optional<Spread> concluded(List<RunResult> runs, Function<RunResult.Conclusion, Double> figure) {
        return Spread.of(runs.stream().flatMapToDouble(run -> {
            Double value = figure.apply(run.conclusion());
            return value == null ? DoubleStream.empty() : DoubleStream.of(value);
        }));
    }
}
