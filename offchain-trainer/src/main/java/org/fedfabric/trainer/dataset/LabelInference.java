package org.fedfabric.trainer.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds the label of a table and its classes. */
final class LabelInference {
    /** More classes than this are values of a measure, or names. */
    private static final int MOST_CLASSES = 256;

    /** Numbers with more different values than this are a measure, unless they are whole and each occurs often. */
    private static final int MOST_MEASURE_VALUES = 20;

    private static final int ROWS_PER_WHOLE_CLASS = 10;

    /** Training, validation and test rows each need one, and two participants should. */
    private static final int LEAST_ROWS = 5;

    private static final double HEAVIEST = 10;
    private static final Set<String> USUAL_NAMES =
            Set.of("label", "class", "target", "y", "outcome", "diagnosis", "species", "survived");

    private LabelInference() {}

    /** The label's column: as wished, else the first with a usual name, else the last. */
    static String choose(List<String> header, TableWishes wishes) {
        if (wishes.label() != null) {
            return wishes.label();
        }
        return header.stream()
                .filter(name -> USUAL_NAMES.contains(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(header.get(header.size() - 1));
    }

    static LabelFinding find(List<CsvTable> tables, String label, List<ColumnProfile> profiles, TableWishes wishes) {
        CsvTable first = tables.get(0);
        ColumnProfile profile = profiles.get(first.indexOf(label));
        String chosenBy = wishes.label() != null
                ? "option"
                : USUAL_NAMES.contains(label.toLowerCase(Locale.ROOT)) ? "name" : "place";
        boolean binned = wishes.bins() > 0 || !wishes.cuts().isEmpty();
        if (profile.given() == 0) {
            throw refused(first, label, "must have values", "none", profiles);
        }
        if (binned && !profile.isNumeric()) {
            throw refused(first, label, "must hold numbers to be cut into classes", profile.firstText(), profiles);
        }
        if (!binned) {
            requireClasses(first, label, profile, profiles);
        }
        Map<String, Long> counts = binned ? binnedCounts(tables, label, wishes) : wordCounts(profile);
        List<String> rare = new ArrayList<>();
        Map<String, Long> kept = new LinkedHashMap<>();
        counts.forEach((word, count) -> {
            // In a handful of rows every class is rare: then none is left out.
            if (count < LEAST_ROWS && profile.given() >= 2L * LEAST_ROWS * counts.size()) {
                rare.add(word);
            } else {
                kept.put(word, count);
            }
        });
        if (kept.size() < 2) {
            throw refused(first, label, "must have at least 2 classes", kept.toString(), profiles);
        }
        long most = kept.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        List<Double> weights = kept.values().stream()
                .map(count -> Math.min(HEAVIEST, Math.sqrt((double) most / count)))
                .toList();
        return new LabelFinding(
                label,
                chosenBy,
                List.copyOf(kept.keySet()),
                List.copyOf(kept.values()),
                weights,
                profile.missing(),
                rare);
    }

    private static Map<String, Long> wordCounts(ColumnProfile profile) {
        Map<String, Long> counts = new TreeMap<>(ColumnJudge.WORD_ORDER);
        counts.putAll(profile.words());
        return new LinkedHashMap<>(counts);
    }

    private static void requireClasses(
            CsvTable table, String label, ColumnProfile profile, List<ColumnProfile> profiles) {
        String distinct = (profile.overflowed() ? "more than " : "") + profile.distinct();
        boolean measure = profile.isNumeric()
                && (profile.overflowed()
                        || profile.distinct() > MOST_CLASSES
                        || (profile.distinct() > MOST_MEASURE_VALUES
                                && (!profile.isWhole()
                                        || profile.given() < ROWS_PER_WHOLE_CLASS * profile.distinct())));
        if (measure) {
            throw refused(
                    table,
                    label,
                    "must hold classes; it looks like a measure, and measures are not predicted here",
                    distinct + " different numbers from " + number(profile.raw().smallest()) + " to "
                            + number(profile.raw().largest())
                            + ". Cut it into classes with --bins N (equal parts) or --cut N,N,…",
                    profiles);
        }
        if (profile.overflowed() || profile.distinct() > MOST_CLASSES) {
            throw refused(
                    table, label, "must have at most " + MOST_CLASSES + " classes", distinct + " values", profiles);
        }
        if (profile.distinct() < 2) {
            throw refused(
                    table,
                    label,
                    "must have 2 to " + MOST_CLASSES + " different values",
                    profile.words().keySet().toString(),
                    profiles);
        }
    }

    private static Map<String, Long> binnedCounts(List<CsvTable> tables, String label, TableWishes wishes) {
        double[] values = values(tables, label);
        double[] cuts = wishes.bins() == 0
                ? wishes.cuts().stream().mapToDouble(Double::doubleValue).toArray()
                : quantiles(values, wishes.bins());
        List<String> classes = LabelClasses.spans(cuts);
        LabelClasses reader = new LabelClasses(classes);
        long[] counts = new long[classes.size()];
        for (double value : values) {
            counts[reader.of(java.math.BigDecimal.valueOf(value).toPlainString())]++;
        }
        Map<String, Long> byClass = new LinkedHashMap<>();
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] == 0) {
                throw new DatasetException(tables.get(0).file() + ", column \"" + label + "\": every class must have"
                        + " rows. Provided value: none in \"" + classes.get(c) + "\". Cut elsewhere.");
            }
            byClass.put(classes.get(c), counts[c]);
        }
        return byClass;
    }

    private static double[] values(List<CsvTable> tables, String label) {
        double[][] values = {new double[1_024]};
        int[] count = new int[1];
        for (CsvTable table : tables) {
            int index = table.indexOf(label);
            table.forEachRow((line, cells) -> {
                double value = Cells.number(cells[index]);
                if (!Double.isNaN(value)) {
                    if (count[0] == values[0].length) {
                        values[0] = Arrays.copyOf(values[0], 2 * count[0]);
                    }
                    values[0][count[0]++] = value;
                }
            });
        }
        return Arrays.copyOf(values[0], count[0]);
    }

    private static double[] quantiles(double[] values, int bins) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] cuts = new double[bins - 1];
        for (int b = 1; b < bins; b++) {
            // Four significant digits: cut points are published with the schema, single values should not be.
            double exact = sorted[(int) ((long) b * sorted.length / bins)];
            cuts[b - 1] = new java.math.BigDecimal(exact)
                    .round(new java.math.MathContext(4))
                    .doubleValue();
        }
        double[] different = Arrays.stream(cuts).distinct().toArray();
        return different;
    }

    private static DatasetException refused(
            CsvTable table, String label, String mustHold, String given, List<ColumnProfile> profiles) {
        List<String> others = new ArrayList<>();
        for (int c = 0; c < profiles.size(); c++) {
            ColumnProfile other = profiles.get(c);
            String name = table.header().get(c);
            if (!name.equals(label)
                    && !other.overflowed()
                    && other.distinct() >= 2
                    && other.distinct() <= MOST_MEASURE_VALUES) {
                others.add("\"" + name + "\" (" + other.distinct() + ")");
            }
        }
        return new DatasetException(table.file() + ", column \"" + label + "\": the label " + mustHold
                + ". Provided value: " + given + ". Or name another column with --label"
                + (others.isEmpty() ? "." : "; columns with few values: " + CsvTable.shortened(others) + "."));
    }

    private static String number(double value) {
        return Cells.word(java.math.BigDecimal.valueOf(value).toPlainString());
    }
}
