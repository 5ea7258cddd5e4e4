package org.fedfabric.trainer.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawRows;

/**
 * Finds columns that give the label away: the label under another name, or what is only known once it is known, such as the
 * kind of a failure. No rule can tell them from a very good symptom with certainty; a person can, so the figures are shown
 * and {@code --keep} takes them back.
 */
final class LabelLeaks {
    /** A column of few values that leaves less than a twentieth of the majority's errors is the label. */
    private static final double GIVES_AWAY = 0.95;

    /** With numbers of many values that may be a good measure: only said. */
    private static final double STRIKING = 0.95;

    /** Fewer rows than this prove nothing. */
    private static final int LEAST_ROWS = 20;

    /** Of a flag's rarer value so many do: by chance each would be of a rare class (see below) in one of 10^5 columns. */
    private static final int LEAST_FLAGGED = 10;

    /** Of a flag's rarer value, so much goes along with one class … */
    private static final double PURE = 0.98;

    /** … that has at most this share of all rows. */
    private static final double RARE_CLASS = 0.3;

    private static final int MOST_FLAG_VALUES = 2;

    private LabelLeaks() {}

    /** The findings, with each column's figure, and those that give the label away without use. */
    static List<ColumnFinding> look(RawRows rows, List<ColumnFinding> findings, Set<String> keep) {
        List<ColumnFinding> judged = new ArrayList<>();
        List<ColumnFinding> without = new ArrayList<>();
        for (ColumnFinding finding : findings) {
            ColumnFinding told = finding;
            String why = null;
            if (!finding.used().isEmpty()) {
                LabelTellers.Crossed crossed = crossed(rows, finding.used().get(0));
                if (crossed != null) {
                    told = finding.telling(crossed.tells());
                    why = why(crossed, rows.schema());
                    told = why == null && crossed.tells() >= STRIKING && crossed.rows() >= LEAST_ROWS
                            ? told.remarked(String.format(
                                    Locale.ROOT,
                                    "Alone it predicts %.1f %% of the rows: was it known before the label was? If not,"
                                            + " leave it out.",
                                    100 * crossed.right()))
                            : told;
                }
            }
            if (why != null && keep.contains(finding.name())) {
                told = told.remarked("Kept as asked, though it may give the label away: " + why + ".");
                why = null;
            }
            judged.add(told);
            without.add(why == null ? told : told.withoutUse("it gives the label away: " + why));
        }
        // What is left must be something to learn from; else the suspicion was wrong, or there is nothing to be done.
        return without.stream().allMatch(finding -> finding.used().isEmpty())
                ? judged.stream()
                        .map(finding -> finding.used().isEmpty()
                                ? finding
                                : finding.remarked("It may give the label away; there is no other column."))
                        .toList()
                : without;
    }

    private static LabelTellers.Crossed crossed(RawRows rows, Column column) {
        DataSchema schema = rows.schema();
        int index = schema.columns().indexOf(column);
        int words =
                column instanceof Column.Category category ? category.values().size() : 0;
        return LabelTellers.cross(
                rows.columns().get(index),
                words,
                rows.labels(),
                schema.classes().size());
    }

    private static String why(LabelTellers.Crossed crossed, DataSchema schema) {
        if (crossed.rows() < LEAST_ROWS || !crossed.exact()) {
            return null;
        }
        if (crossed.tells() >= GIVES_AWAY
                && crossed.values() <= 4 * schema.classes().size()) {
            return String.format(
                    Locale.ROOT,
                    "alone it predicts %.1f %% of the rows (the most frequent class %.1f %%)",
                    100 * crossed.right(),
                    100 * crossed.majority());
        }
        return crossed.values() > MOST_FLAG_VALUES ? null : pureFlag(crossed, schema);
    }

    private static String pureFlag(LabelTellers.Crossed crossed, DataSchema schema) {
        long[] byClass = crossed.byClass();
        for (long[] value : crossed.counts()) {
            long rows = Arrays.stream(value).sum();
            if (rows < LEAST_FLAGGED || 2 * rows > crossed.rows()) {
                continue;
            }
            for (int c = 0; c < value.length; c++) {
                if (value[c] >= PURE * rows && byClass[c] <= RARE_CLASS * crossed.rows()) {
                    return String.format(
                            Locale.ROOT,
                            "%d of its %d rows with the rarer value are of class \"%s\", which has %.1f %% of all rows",
                            value[c],
                            rows,
                            schema.classes().get(c),
                            100.0 * byClass[c] / crossed.rows());
                }
            }
        }
        return null;
    }
}
