package org.fedfabric.benchmarks.measure;

import java.util.Locale;

/**
 * What a figure is meant to reach.
 *
 * @param text for people
 * @param met whether it did
 */
public record Target(String text, boolean met) {
    /** A ratio of at least that. */
    public static Target ratioAtLeast(double least, double ratio) {
        return new Target(String.format(Locale.ROOT, "≥ %.1f ×", least), ratio >= least);
    }

    /** A value below that. */
    public static Target below(double most, String unit, double value) {
        return new Target(String.format(Locale.ROOT, "< %.0f %s", most, unit), value < most);
    }

    /** A value of at least that. */
    public static Target atLeast(double least, String unit, double value) {
        return new Target(String.format(Locale.ROOT, "≥ %.0f %s", least, unit), value >= least);
    }
}
