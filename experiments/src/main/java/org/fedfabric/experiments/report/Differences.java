package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fedfabric.experiments.report.figure.Spread;
import org.fedfabric.experiments.result.Published;

/**
 * A paragraph for each published value that differs from ours: both values, and why in the words of the scenario ({@code why}
 * of a published value).
 */
final class Differences {
    private Differences() {}

    /** Why our accuracies after the published numbers of versions are others; nothing where the scenario does not say. */
    static List<Paragraph> accuracies(Experiment experiment, List<GridPoint> points) {
        List<Paragraph> paragraphs = new ArrayList<>();
        for (Published value : said(experiment)) {
            List<String> ours = new ArrayList<>();
            for (GridPoint point : points) {
                Optional<Spread> accuracy =
                        point.matches(value) ? point.accuracyAt(value.versions()) : Optional.empty();
                accuracy.ifPresent(spread -> ours.add(place(point, value) + ": " + Numbers.percent(spread)));
            }
            if (!ours.isEmpty()) {
                paragraphs.add(new Paragraph(value.source() + ", " + value.versions() + " rounds. Published: "
                        + PublishedRange.text(value) + ". Ours, " + String.join("; ", ours) + ". " + value.why()));
            }
        }
        return paragraphs;
    }

    /** Why we need other numbers of versions to reach the published accuracies. */
    static List<Paragraph> rounds(Experiment experiment, List<GridPoint> points) {
        return said(experiment).stream()
                .filter(value -> points.stream().anyMatch(point -> point.matches(value)))
                .map(value -> new Paragraph(value.source() + ", "
                        + String.join(", ", value.axes().values()) + ". Published: " + PublishedRange.text(value)
                        + " after " + value.versions() + " rounds. " + value.why()))
                .toList();
    }

    private static List<Published> said(Experiment experiment) {
        return experiment.outline().published().stream()
                .filter(value -> value.why() != null)
                .toList();
    }

    /** Which of the points that a published value may be about. */
    private static String place(GridPoint point, Published value) {
        return Noisy.partition(point.axis("partition")) + ", " + Noisy.name(point.axis("mechanism")) + ", "
                + point.rounds(value.versions()) + " rounds";
    }
}
