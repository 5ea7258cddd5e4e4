package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.fedfabric.experiments.report.figure.MeanBand;
import org.fedfabric.experiments.result.Published;

/** Accuracy by version as a chart: for each point of the grid the mean over its seeds in the band of lowest and highest. */
final class CurvePanel {
    /** A table of values behind a chart has about this many rows a curve: enough to see the course. */
    private static final int ROWS = 25;

    private final Experiment experiment;
    private final long upTo;
    private final Double low;
    private final List<Chart> charts = new ArrayList<>();
    private final Table.Builder values =
            Table.of("Values", "panel", "curve", "version", "mean", "lowest", "highest", "runs");

    /**
     * Panels of one figure.
     *
     * @param upTo the last version that is shown
     * @param low least accuracy on the axis; null for as needed
     */
    CurvePanel(Experiment experiment, long upTo, Double low) {
        this.experiment = experiment;
        this.upTo = upTo;
        this.low = low;
    }

    /** Adds a panel with the curves of these points. */
    CurvePanel panel(String title, List<GridPoint> points) {
        List<Chart.Series> series = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            GridPoint point = points.get(i);
            MeanBand band = point.band(upTo);
            String label = points.size() == 1 ? "mean over seeds" : Experiment.label(point, points);
            if (band.points().stream().anyMatch(p -> p.runs() > 1)) {
                series.add(new Chart.Series(label + ", lowest", i, "low", pairs(band, MeanBand.Point::low)));
                series.add(new Chart.Series(label + ", highest", i, "high", pairs(band, MeanBand.Point::high)));
            }
            series.add(new Chart.Series(label, i, "line", pairs(band, MeanBand.Point::mean)));
            tabulate(title, label, band);
        }
        points.stream()
                .flatMap(point -> experiment.published(point, upTo).stream())
                .distinct()
                .forEach(value -> marks(series, value));
        charts.add(new Chart(title, "line", "version", "test accuracy", low, 1.0, List.of(), series));
        return this;
    }

    private void marks(List<Chart.Series> series, Published value) {
        if (value.lowest() == null) {
            return;
        }
        String name = "published: " + PublishedRange.text(value) + ", " + value.source();
        boolean open = value.highest() == 1 && value.lowest() < 1;
        if (!open) {
            series.add(mark(name, value.highest()));
        }
        if (value.lowest() > 0 && !value.lowest().equals(value.highest())) {
            series.add(mark(open ? name : name + " (lower end)", value.lowest()));
        }
    }

    /** Over the last quarter: it was published for the end. */
    private Chart.Series mark(String name, double accuracy) {
        return new Chart.Series(
                name, 0, "mark", List.of(List.of(0.75 * upTo, accuracy), List.of((double) upTo, accuracy)));
    }

    private static List<List<Double>> pairs(MeanBand band, ToDoubleFunction<MeanBand.Point> value) {
        return band.points().stream()
                .map(p -> List.of((double) p.version(), value.applyAsDouble(p)))
                .toList();
    }

    private void tabulate(String title, String label, MeanBand band) {
        int size = band.points().size();
        int step = Math.max(1, (size + ROWS - 1) / ROWS);
        // Counted from the end, so that the last version is there.
        for (int i = (size - 1) % step; i < size && i >= 0; i += step) {
            MeanBand.Point p = band.points().get(i);
            values.row(
                    title,
                    label,
                    Long.toString(p.version()),
                    Numbers.percent(p.mean(), 2),
                    Numbers.percent(p.low(), 2),
                    Numbers.percent(p.high(), 2),
                    Integer.toString(p.runs()));
        }
    }

    /** The figure. */
    Panels figure(String caption) {
        return new Panels(
                caption,
                charts,
                values.folded(
                        "Accuracy on the test rows: mean, lowest and highest over the runs measured at that version"
                                + " (they differ in their seed). Long curves are shown in steps; points.csv has every value."));
    }
}
