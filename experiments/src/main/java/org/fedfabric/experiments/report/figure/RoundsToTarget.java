package org.fedfabric.experiments.report.figure;

import java.util.OptionalLong;

/**
 * How many rounds a run needs to a test accuracy, as McMahan et al. (2017, tables 1 and 2) count them, but without their
 * interpolation between two measurements: the first measured version at or above the target, so never too few.
 */
public final class RoundsToTarget {
    private RoundsToTarget() {}

    /**
     * Counts the rounds.
     *
     * @param accuracy a run's accuracy by version
     * @param target in (0, 1]
     * @return the first measured version at or above the target; empty if there is none
     */
    public static OptionalLong of(Curve accuracy, double target) {
        return accuracy.points().stream()
                .filter(p -> p.value() >= target)
                .mapToLong(Curve.Point::version)
                .findFirst();
    }
}
