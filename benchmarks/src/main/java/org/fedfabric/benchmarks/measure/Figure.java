package org.fedfabric.benchmarks.measure;

/**
 * One measured figure beside its baseline.
 *
 * @param name what was measured
 * @param unit of value and baseline
 * @param value ours
 * @param baseline what it is compared with
 * @param baselineValue the baseline's
 * @param ratio how many times as fast as the baseline; below 1 is slower
 * @param target what it is meant to reach, or absent
 */
public record Figure(
        String name, String unit, Spread value, String baseline, Spread baselineValue, double ratio, Target target) {
    /** A figure of {@code perRepetition} units of work in each repetition, as a rate. */
    public static Figure rate(String name, String unit, double perRepetition, String baseline, Comparison comparison) {
        return new Figure(
                name,
                unit,
                scaled(comparison.perSecond(), perRepetition),
                baseline,
                scaled(comparison.baselinePerSecond(), perRepetition),
                comparison.ratio().median(),
                null);
    }

    /** A figure of the time one repetition takes, in units of {@code unitsPerSecond}. */
    public static Figure time(String name, String unit, double unitsPerSecond, String baseline, Comparison comparison) {
        return new Figure(
                name,
                unit,
                inverted(comparison.perSecond(), unitsPerSecond),
                baseline,
                inverted(comparison.baselinePerSecond(), unitsPerSecond),
                comparison.ratio().median(),
                null);
    }

    /** A figure of times that were measured one by one; the ratio is the medians'. */
    public static Figure times(String name, String unit, Spread value, String baseline, Spread baselineValue) {
        return new Figure(name, unit, value, baseline, baselineValue, baselineValue.median() / value.median(), null);
    }

    /** The same with a target. */
    public Figure aimedAt(Target newTarget) {
        return new Figure(name, unit, value, baseline, baselineValue, ratio, newTarget);
    }

    private static Spread scaled(Spread rate, double factor) {
        return new Spread(rate.median() * factor, rate.least() * factor, rate.most() * factor);
    }

    private static Spread inverted(Spread rate, double units) {
        return new Spread(units / rate.median(), units / rate.most(), units / rate.least());
    }
}
