package org.fedfabric.trainer.dataset;

import java.util.List;
import java.util.Locale;

/** Draws a description with block characters; every line fits 80 columns; longer names are cut. */
final class TerminalPicture {
    private static final int BAR_WIDTH = 32;
    private static final int NAME_WIDTH = 20;
    private static final String HEIGHTS = " ▁▂▃▄▅▆▇█";
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private final StringBuilder out = new StringBuilder();

    String draw(DatasetDescription description) {
        out.append(String.format(Locale.ROOT, "%,d rows%n%n%s%n", description.rows(), description.label()));
        bars(description.classes(), description.classCounts(), description.rows());
        description.images().forEach(line -> out.append(String.format("%s%n", line)));
        for (int c = 0; c < description.columns().size(); c++) {
            ColumnStatistics column = description.columns().get(c);
            out.append(String.format("%n"));
            String notes =
                    notes(column, description.rows(), description.tellsLabel().get(c));
            if (column instanceof ColumnStatistics.OfNumbers numbers) {
                out.append(String.format(
                        Locale.ROOT,
                        "%-" + NAME_WIDTH + "." + NAME_WIDTH + "s|%s| %s … %s%n",
                        numbers.name(),
                        sparkline(numbers.histogram()),
                        number(numbers.smallest()),
                        number(numbers.largest())));
                out.append(String.format(
                        "  mean %s, deviation %s%s%n", number(numbers.mean()), number(numbers.deviation()), notes));
            } else if (column instanceof ColumnStatistics.OfCategory category) {
                out.append(String.format("%s%s%n", category.name(), notes));
                bars(category.values(), category.counts(), description.rows());
            } else if (column instanceof ColumnStatistics.OfText text) {
                out.append(String.format(
                        Locale.ROOT,
                        "%s: a text of %.1f different words in a row, in %d buckets%s%n",
                        text.name(),
                        text.wordsPerRow(),
                        text.buckets(),
                        notes));
            }
        }
        return out.toString();
    }

    private static String notes(ColumnStatistics column, int rows, double tells) {
        String missing = column.missing() == 0
                ? ""
                : String.format(Locale.ROOT, ", %.1f %% missing", 100.0 * column.missing() / rows);
        return missing
                + (Double.isNaN(tells) ? "" : String.format(Locale.ROOT, ", tells %.0f %% of the label", 100 * tells));
    }

    private void bars(List<String> names, List<Long> counts, int rows) {
        for (int i = 0; i < names.size(); i++) {
            double share = rows == 0 ? 0 : (double) counts.get(i) / rows;
            out.append(String.format(
                    Locale.ROOT,
                    "  %-" + (NAME_WIDTH - 2) + "." + (NAME_WIDTH - 2) + "s %-" + BAR_WIDTH + "s %,9d  %5.1f %%%n",
                    names.get(i),
                    bar(share),
                    counts.get(i),
                    100 * share));
        }
    }

    /** A bar whose length is right to an eighth of a character; anything above nothing shows. */
    private static String bar(double share) {
        int eighths = (int) Math.round(share * BAR_WIDTH * 8);
        eighths = share > 0 ? Math.max(1, eighths) : 0;
        String rest = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
        return "█".repeat(eighths / 8) + rest;
    }

    private static String sparkline(long[] histogram) {
        long tallest = 1;
        for (long count : histogram) {
            tallest = Math.max(tallest, count);
        }
        StringBuilder line = new StringBuilder();
        for (long count : histogram) {
            int height = (int) Math.ceil(8.0 * count / tallest);
            line.append(HEIGHTS.charAt(height));
        }
        return line.toString();
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? "-"
                : String.format(
                        Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : Math.abs(value) < 1e9 ? "%.0f" : "%.3g", value);
    }
}
