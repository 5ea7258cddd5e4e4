package org.fedfabric.experiments.report.figure;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.protocol.canonical.Checks;

/**
 * A measurement over a run's versions.
 *
 * @param points where it was measured, by ascending version
 */
public record Curve(List<Point> points) {
    /** How many versions at the end the fluctuation of a curve is taken over. */
    public static final int LAST = 20;

    /**
     * One measurement.
     *
     * @param version the version measured, from 1
     * @param value its value
     */
    public record Point(long version, double value) {}

    /** Checks the order. */
    public Curve {
        points = List.copyOf(points);
        for (int i = 1; i < points.size(); i++) {
            Checks.require(
                    points.get(i - 1).version() < points.get(i).version(),
                    "The versions of a curve must ascend",
                    points.get(i).version());
        }
    }

    /** Accuracy on the test rows, where it was measured. */
    public static Curve accuracy(RunResult run) {
        return of(run, RunResult.Round::accuracy);
    }

    /** Share of triggered test rows that get the attacker's class, where a backdoor was planted. */
    public static Curve attackSuccess(RunResult run) {
        return of(run, RunResult.Round::attackSuccess);
    }

    private static Curve of(RunResult run, Function<RunResult.Round, Double> measure) {
        return new Curve(run.rounds().stream()
                .filter(round -> measure.apply(round) != null)
                .map(round -> new Point(round.version(), measure.apply(round)))
                .toList());
    }

    /** What was measured at or before this version. */
    public Curve upTo(long version) {
        return new Curve(points.stream().filter(p -> p.version() <= version).toList());
    }

    /** The value at exactly this version; empty where it was not measured. */
    public OptionalDouble at(long version) {
        return points.stream()
                .filter(p -> p.version() == version)
                .mapToDouble(Point::value)
                .findFirst();
    }

    /** The last measurement. */
    public Optional<Point> last() {
        return points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1));
    }

    /** The highest value. */
    public OptionalDouble best() {
        return points.stream().mapToDouble(Point::value).max();
    }

    /** Sample standard deviation of what was measured in the last {@value #LAST} versions; empty below two measurements. */
    public OptionalDouble fluctuation() {
        long end = last().map(Point::version).orElse(0L);
        return Spread.of(points.stream().filter(p -> p.version() > end - LAST).mapToDouble(Point::value))
                .map(Spread::deviation)
                .orElse(OptionalDouble.empty());
    }
}
