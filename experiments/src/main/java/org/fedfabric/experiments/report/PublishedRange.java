package org.fedfabric.experiments.report;

import java.util.List;
import java.util.stream.Collectors;
import org.fedfabric.experiments.result.Published;

/** Published accuracies beside measured ones. */
final class PublishedRange {
    private PublishedRange() {}

    /** What was published, for people. */
    static String text(Published value) {
        String note = value.note() == null ? "" : value.note();
        if (value.lowest() == null) {
            return note;
        }
        String range;
        if (value.lowest() == 0) {
            range = "≤ " + Numbers.percent(value.highest(), 1);
        } else if (value.highest() == 1 && value.lowest() < 1) {
            range = "≥ " + Numbers.percent(value.lowest(), 1);
        } else if (value.lowest().equals(value.highest())) {
            range = Numbers.percent(value.lowest(), 1);
        } else {
            range = Numbers.fixed(100 * value.lowest(), 1) + "–" + Numbers.percent(value.highest(), 1);
        }
        return note.isEmpty() ? range : range + " (" + note + ")";
    }

    /** All of these, with their sources. */
    static String text(List<Published> values) {
        return values.isEmpty()
                ? Numbers.NONE
                : values.stream().map(v -> text(v) + " [" + v.source() + "]").collect(Collectors.joining("; "));
    }

    /**
     * How far a measured accuracy is from what was published: percentage points above the highest (positive) or below
     * the lowest (negative), 0 between them.
     */
    static String difference(List<Published> values, double accuracy) {
        String text = values.stream()
                .filter(v -> v.lowest() != null)
                .map(v -> Numbers.signed(points(v, accuracy), 2))
                .collect(Collectors.joining("; "));
        return text.isEmpty() ? Numbers.NONE : text;
    }

    private static double points(Published value, double accuracy) {
        if (accuracy > value.highest()) {
            return 100 * (accuracy - value.highest());
        }
        return accuracy < value.lowest() ? 100 * (accuracy - value.lowest()) : 0;
    }
}
