package org.fedfabric.experiments.report;

import java.util.List;

/**
 * What the page's script draws. Everything in it is computed; the script adds colours only.
 *
 * @param title of this panel
 * @param kind {@code line}, or {@code bars}: lying, stacked on one another
 * @param x name of the horizontal axis
 * @param y name of the vertical axis
 * @param low least value of the axis of values; null for as needed
 * @param high highest; null for as needed
 * @param labels names of the bars; empty for lines
 * @param series what is drawn
 */
record Chart(
        String title,
        String kind,
        String x,
        String y,
        Double low,
        Double high,
        List<String> labels,
        List<Series> series) {
    /**
     * One line, or one part of every bar.
     *
     * @param label its name in the legend
     * @param colour index into the palette
     * @param style {@code line}; {@code low} and {@code high}, a band's edges, high directly after low; {@code dashed};
     *     {@code mark} for what is published
     * @param points pairs of x and y; of bars, the index and the length
     */
    record Series(String label, int colour, String style, List<List<Double>> points) {
        /** Keeps a copy. */
        Series {
            points = points.stream().map(List::copyOf).toList();
        }
    }

    /** Keeps copies. */
    Chart {
        labels = List.copyOf(labels);
        series = List.copyOf(series);
    }
}
