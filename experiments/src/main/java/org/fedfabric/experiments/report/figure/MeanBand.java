package org.fedfabric.experiments.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Curves of runs that differ in their seed, put together: at each version the mean of those measured there, with the
 * lowest and the highest.
 *
 * @param points by ascending version
 */
public record MeanBand(List<Point> points) {
    /**
     * One version.
     *
     * @param version from 1
     * @param mean over the runs measured here
     * @param low the lowest of them
     * @param high the highest of them
     * @param runs how many were measured here: longer runs go on alone
     */
    public record Point(long version, double mean, double low, double high, int runs) {}

    /** Keeps a copy. */
    public MeanBand {
        points = List.copyOf(points);
    }

    /** The band of these curves. */
    public static MeanBand of(List<Curve> curves) {
        Map<Long, List<Double>> byVersion = new TreeMap<>();
        for (Curve curve : curves) {
            for (Curve.Point point : curve.points()) {
                byVersion
                        .computeIfAbsent(point.version(), v -> new ArrayList<>())
                        .add(point.value());
            }
        }
        List<Point> points = new ArrayList<>();
        byVersion.forEach((version, values) -> {
            Spread spread =
                    Spread.of(values.stream().mapToDouble(Double::doubleValue)).orElseThrow();
            points.add(new Point(version, spread.mean(), spread.low(), spread.high(), spread.count()));
        });
        return new MeanBand(points);
    }
}
