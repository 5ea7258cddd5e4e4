package org.fedfabric.trainer.dataset;

import java.util.List;
import java.util.Locale;

/** Draws a description with block characters; every line fits 100 columns as long as names do. */
final class TerminalPicture {
    private static final int BAR_WIDTH = 40;
    private static final int NAME_WIDTH = 24;
    private static final String HEIGHTS = " ▁▂▃▄▅▆▇█";
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private final StringBuilder out = new StringBuilder();

    String draw(DatasetDescription description) {
        out.append(String.format(Locale.ROOT, "%,d rows%n%n%s%n", description.rows(), description.label()));
        bars(description.classes(), description.classCounts(), description.rows());
        for (ColumnStatistics column : description.columns()) {
            out.append(String.format("%n"));
            if (column instanceof ColumnStatistics.OfNumbers numbers) {
                out.append(String.format(
                        Locale.ROOT,
                        "%-" + NAME_WIDTH + "s |%s|  min %s  mean %s  sd %s  max %s%s%n",
                        numbers.name(),
                        sparkline(numbers.histogram()),
                        number(numbers.smallest()),
                        number(numbers.mean()),
                        number(numbers.deviation()),
                        number(numbers.largest()),
                        missing(numbers)));
            } else if (column instanceof ColumnStatistics.OfCategory category) {
                out.append(String.format("%s%s%n", category.name(), missing(category)));
                bars(category.values(), category.counts(), description.rows());
            }
        }
        return out.toString();
    }

    private void bars(List<String> names, List<Long> counts, int rows) {
        for (int i = 0; i < names.size(); i++) {
            double share = rows == 0 ? 0 : (double) counts.get(i) / rows;
            out.append(String.format(
                    Locale.ROOT,
                    "  %-" + (NAME_WIDTH - 2) + "s %-" + BAR_WIDTH + "s %,9d  %5.1f %%%n",
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

    private static String missing(ColumnStatistics column) {
        return column.missing() == 0 ? "" : String.format(Locale.ROOT, "  (%,d missing)", column.missing());
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%.0f", value);
    }
}
