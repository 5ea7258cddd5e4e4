package org.fedfabric.trainer.dataset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;

/**
 * One schema of several enterprises' proposals. The order in which they are given does not matter: whoever merges the same
 * files gets the same bytes.
 *
 * @param schema what all can agree on
 * @param differences where the proposals differ and what was made of it
 */
public record SchemaMerge(DataSchema schema, List<Difference> differences) {
    /**
     * A difference.
     *
     * @param what the column, or the classes
     * @param between how the proposals differ
     * @param outcome what the merged schema says
     */
    public record Difference(String what, String between, String outcome) {}

    /**
     * Merges schemas: columns that all have, of one kind; numbers on the mean of the means and the largest scale; the words
     * of all; the strongest rule for missing values; the classes of all, with the mean of the weights.
     *
     * @throws DatasetException if they predict different labels or share no column
     */
    public static SchemaMerge of(List<DataSchema> proposals) {
        List<DataSchema> sorted = proposals.stream()
                .sorted(Comparator.comparing(Digests::ofRecord))
                .toList();
        List<String> labels = sorted.stream().map(DataSchema::label).distinct().toList();
        if (labels.size() != 1) {
            throw new DatasetException("All schemas must predict one label. Provided value: " + labels
                    + ". Agree on one and write the schemas again with --label.");
        }
        List<Difference> differences = new ArrayList<>();
        List<Column> columns = columns(sorted, differences);
        if (columns.isEmpty()) {
            throw new DatasetException("The schemas must share a column of one kind. Provided value: "
                    + differences.stream().map(Difference::what).toList() + ". Agree on the columns' names and kinds.");
        }
        Map<String, List<Long>> weights = new LinkedHashMap<>();
        TreeSet<String> classes = new TreeSet<>(ColumnJudge.WORD_ORDER);
        sorted.forEach(schema -> classes.addAll(schema.classes()));
        List<String> order = sorted.stream().map(DataSchema::classes).distinct().count() == 1
                ? sorted.get(0).classes()
                : List.copyOf(classes);
        for (DataSchema schema : sorted) {
            for (int c = 0; c < schema.classes().size(); c++) {
                weights.computeIfAbsent(schema.classes().get(c), k -> new ArrayList<>())
                        .add(schema.classWeightsMicros().get(c));
            }
        }
        for (String name : order) {
            if (weights.get(name).size() < sorted.size()) {
                differences.add(new Difference(
                        "class " + name, weights.get(name).size() + " of " + sorted.size() + " have it", "kept"));
            }
        }
        return new SchemaMerge(
                new DataSchema(
                        DataSchema.SCHEMA,
                        columns,
                        labels.get(0),
                        order,
                        order.stream().map(name -> mean(weights.get(name))).toList()),
                List.copyOf(differences));
    }

    private static List<Column> columns(List<DataSchema> sorted, List<Difference> differences) {
        Map<String, List<Column>> byName = new LinkedHashMap<>();
        sorted.forEach(schema -> schema.columns()
                .forEach(column -> byName.computeIfAbsent(column.name(), k -> new ArrayList<>())
                        .add(column)));
        List<Column> merged = new ArrayList<>();
        byName.forEach((name, same) -> {
            if (same.size() < sorted.size()) {
                differences.add(
                        new Difference(name, same.size() + " of " + sorted.size() + " have the column", "left out"));
            } else {
                merged(name, same, differences).ifPresent(merged::add);
            }
        });
        return merged;
    }

    private static Optional<Column> merged(String name, List<Column> same, List<Difference> differences) {
        Column first = same.get(0);
        if (same.stream().allMatch(first::equals)) {
            return Optional.of(first);
        }
        List<String> kinds = same.stream()
                .map(column -> column.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT))
                .distinct()
                .sorted()
                .toList();
        if (kinds.size() > 1 || first instanceof Column.Pixels) {
            differences.add(new Difference(
                    name, kinds.size() > 1 ? String.join(" or ", kinds) : "images of other shapes", "left out"));
            return Optional.empty();
        }
        if (first instanceof Column.Scaled) {
            List<Column.Scaled> scaled =
                    same.stream().map(Column.Scaled.class::cast).toList();
            long mean = mean(scaled.stream().map(Column.Scaled::meanMicros).toList());
            long scale =
                    scaled.stream().mapToLong(Column.Scaled::scaleMicros).max().orElseThrow();
            Column.Missing missing =
                    strongest(scaled.stream().map(Column.Scaled::missing).toList());
            differences.add(
                    new Difference(name, "means, scales or gaps", "mean " + mean / 1e6 + ", scale " + scale / 1e6));
            return Optional.of(
                    first instanceof Column.Numeric
                            ? new Column.Numeric(name, mean, scale, missing)
                            : new Column.Logarithmic(name, mean, scale, missing));
        }
        if (first instanceof Column.Words) {
            int buckets = same.stream().mapToInt(Column::width).max().orElseThrow();
            differences.add(new Difference(name, "buckets", buckets + " buckets"));
            return Optional.of(new Column.Words(name, buckets));
        }
        return category(name, same.stream().map(Column.Category.class::cast).toList(), differences);
    }

    private static Optional<Column> category(String name, List<Column.Category> same, List<Difference> differences) {
        TreeSet<String> words = new TreeSet<>(ColumnJudge.WORD_ORDER);
        same.forEach(column -> words.addAll(column.values()));
        boolean others = words.remove(Column.Category.OTHER);
        int most = 256 - (others ? 1 : 0);
        if (words.size() > most) {
            differences.add(new Difference(name, words.size() + " different words", "left out: at most 256"));
            return Optional.empty();
        }
        List<String> values = new ArrayList<>(words);
        if (others) {
            values.add(Column.Category.OTHER);
        }
        differences.add(new Difference(name, "words or gaps", values.size() + " words"));
        return Optional.of(new Column.Category(
                name,
                values,
                strongest(same.stream().map(Column.Category::missing).toList())));
    }

    private static Column.Missing strongest(List<Column.Missing> rules) {
        return rules.stream()
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static long mean(List<Long> values) {
        return Math.round(values.stream().mapToLong(Long::longValue).average().orElseThrow());
    }

    /** A schema whose means and scales show only so many significant digits. */
    public static DataSchema rounded(DataSchema schema, int digits) {
        return new DataSchema(
                schema.schema(),
                schema.columns().stream().map(column -> rounded(column, digits)).toList(),
                schema.label(),
                schema.classes(),
                schema.classWeightsMicros().stream()
                        .map(weight -> Math.max(1, rounded(weight, digits)))
                        .toList());
    }

    private static Column rounded(Column column, int digits) {
        if (column instanceof Column.Numeric n) {
            return new Column.Numeric(
                    n.name(), rounded(n.meanMicros(), digits), rounded(n.scaleMicros(), digits), n.missing());
        }
        if (column instanceof Column.Logarithmic n) {
            return new Column.Logarithmic(
                    n.name(), rounded(n.meanMicros(), digits), rounded(n.scaleMicros(), digits), n.missing());
        }
        return column;
    }

    private static long rounded(long value, int digits) {
        return new java.math.BigDecimal(value)
                .round(new java.math.MathContext(digits))
                .longValueExact();
    }
}
