package org.fedfabric.trainer.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;

/**
 * A first schema for a CSV file, to be looked over before a consortium agrees on it: means and scales come from this file,
 * so agreeing on them tells the others something about it.
 *
 * @param schema the proposal
 * @param remarks what was decided and why, one sentence each
 */
public record SchemaInference(DataSchema schema, List<String> remarks) {
    /** More different words than this are names or texts, not a category. */
    private static final int MOST_WORDS = 64;

    /** A class weighs at most ten times the most frequent one: beyond that a few rows decide every step. */
    private static final long HEAVIEST_MICROS = 10_000_000;

    private static final long MICROS = 1_000_000;

    /**
     * Looks at every cell of a file. Columns of numbers become numbers, columns of few words categories; counters,
     * constants and free texts are left out with a remark.
     *
     * @param label the column to be predicted
     * @param leaveOut columns not to take, such as further labels that give this one away
     */
    public static SchemaInference of(Path file, String label, Set<String> leaveOut) {
        CsvTable table = CsvTable.read(file);
        leaveOut.forEach(table::indexOf);
        List<String> remarks = new ArrayList<>();
        List<String> classes = classes(table, label);
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < table.header().size(); c++) {
            String name = table.header().get(c);
            if (!name.equals(label) && !leaveOut.contains(name)) {
                Column column = column(table, c, remarks);
                if (column != null) {
                    columns.add(column);
                }
            }
        }
        if (columns.isEmpty()) {
            throw new DatasetException(file + ": must have a column of numbers or of few words beside the label. "
                    + "Provided value: " + table.header() + ". " + String.join(" ", remarks));
        }
        List<Long> weights = weights(table, table.indexOf(label), classes, remarks);
        return new SchemaInference(new DataSchema(DataSchema.SCHEMA, columns, label, classes, weights), remarks);
    }

    private static List<String> classes(CsvTable table, String label) {
        int index = table.indexOf(label);
        Set<String> words = new HashSet<>();
        for (int row = 0; row < table.rows().size(); row++) {
            String cell = table.cell(row, index);
            if (CsvTable.isMissing(cell)) {
                throw table.bad(row, index, "the label must have a value", "Fill it in or remove the row.");
            }
            words.add(cell);
        }
        if (words.size() < 2 || words.size() > MOST_WORDS) {
            throw new DatasetException(table.file() + ", column \"" + label + "\": the label must have 2 to "
                    + MOST_WORDS + " different values. Provided value: " + words.size()
                    + ". Choose another column as label.");
        }
        return inOrder(words);
    }

    private static Column column(CsvTable table, int index, List<String> remarks) {
        String name = table.header().get(index);
        String[] given = table.rows().stream()
                .map(row -> row[index])
                .filter(cell -> !CsvTable.isMissing(cell))
                .toArray(String[]::new);
        int missing = table.rows().size() - given.length;
        Column.Missing rule = missing == 0 ? Column.Missing.REFUSE : Column.Missing.NEUTRAL;
        Set<String> words = new HashSet<>(Arrays.asList(given));
        if (words.size() < 2) {
            remarks.add("Left out \"" + name + "\": it has one value or none.");
            return null;
        }
        if (missing > 0) {
            remarks.add("\"" + name + "\" lacks " + missing + " values; they count as neutral.");
        }
        if (Arrays.stream(given).allMatch(CsvTable::isNumber)) {
            return numeric(
                    name, Arrays.stream(given).mapToDouble(Double::parseDouble).toArray(), rule, remarks);
        }
        if (words.size() > MOST_WORDS) {
            long texts = Arrays.stream(given)
                    .filter(cell -> !CsvTable.isNumber(cell))
                    .count();
            remarks.add("Left out \"" + name + "\": " + words.size() + " different texts are no category (" + texts
                    + " cells are not numbers).");
            return null;
        }
        return new Column.Category(name, inOrder(words), rule);
    }

    private static Column numeric(String name, double[] values, Column.Missing rule, List<String> remarks) {
        if (values.length > 2 && IntStream.range(1, values.length).allMatch(i -> values[i] == values[i - 1] + 1)) {
            remarks.add("Left out \"" + name + "\": it counts the rows.");
            return null;
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        long scaleMicros = Math.max(1, Math.round(Math.sqrt(squares / values.length) * MICROS));
        return new Column.Numeric(name, Math.round(mean * MICROS), scaleMicros, rule);
    }

    private static List<Long> weights(CsvTable table, int index, List<String> classes, List<String> remarks) {
        long[] counts = new long[classes.size()];
        for (String[] row : table.rows()) {
            counts[classes.indexOf(row[index])]++;
        }
        long most = Arrays.stream(counts).max().orElseThrow();
        List<Long> weights = Arrays.stream(counts)
                .mapToObj(count -> Math.min(HEAVIEST_MICROS, Math.round((double) MICROS * most / count)))
                .toList();
        if (weights.contains(HEAVIEST_MICROS)) {
            remarks.add("A class is more than ten times as rare as the most frequent one; its weight stops at 10.");
        }
        return weights;
    }

    private static List<String> inOrder(Set<String> words) {
        boolean numbers = words.stream().allMatch(CsvTable::isNumber);
        Comparator<String> order = numbers
                ? Comparator.<String>comparingDouble(Double::parseDouble).thenComparing(Comparator.naturalOrder())
                : Comparator.naturalOrder();
        Set<String> sorted = new TreeSet<>(order);
        sorted.addAll(words);
        return List.copyOf(sorted);
    }
}
