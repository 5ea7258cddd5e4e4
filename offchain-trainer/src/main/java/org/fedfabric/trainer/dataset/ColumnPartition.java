package org.fedfabric.trainer.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;

/**
 * By the values of a category: with three product types and three enterprises of two participants, each enterprise makes
 * one type. Values in schema order, rows without a value last; neighbours share a value when there are more participants
 * than values, and take several when there are fewer.
 *
 * @param column the category's name
 */
record ColumnPartition(String column) implements Partition {
    @Override
    public List<int[]> divide(RawRows rows, int participants, long seed) {
        SeededDraws draws = SeededDraws.of("column partition", seed);
        List<int[]> groups = groups(rows);
        groups.forEach(draws::shuffle);
        List<int[]> divided = new ArrayList<>();
        if (participants >= groups.size()) {
            for (int g = 0; g < groups.size(); g++) {
                int sharing = firstAt(g + 1, participants, groups.size()) - firstAt(g, participants, groups.size());
                divided.addAll(IidPartition.cut(groups.get(g), sharing));
            }
        } else {
            for (int p = 0; p < participants; p++) {
                divided.add(IntStream.range(
                                firstAt(p, groups.size(), participants), firstAt(p + 1, groups.size(), participants))
                        .flatMap(g -> Arrays.stream(groups.get(g)))
                        .sorted()
                        .toArray());
            }
        }
        return divided;
    }

    /** Where part {@code i} of {@code parts} begins when {@code count} neighbours are divided among them evenly. */
    private static int firstAt(int i, int count, int parts) {
        return (int) ((long) i * count / parts);
    }

    private List<int[]> groups(RawRows rows) {
        int index = IntStream.range(0, rows.schema().columns().size())
                .filter(i -> rows.schema().columns().get(i).name().equals(column))
                .findFirst()
                .orElseThrow(() -> unusable(rows));
        if (!(rows.schema().columns().get(index) instanceof Column.Category category
                && rows.columns().get(index) instanceof RawColumn.Codes codes)) {
            throw unusable(rows);
        }
        int missing = category.values().size();
        int[] group = Arrays.stream(codes.values())
                .map(code -> code < 0 ? missing : code)
                .toArray();
        return Arrays.stream(Strata.rowsByClass(group, missing + 1))
                .filter(members -> members.length > 0)
                .toList();
    }

    private DatasetException unusable(RawRows rows) {
        List<String> categories = rows.schema().columns().stream()
                .filter(c -> c instanceof Column.Category)
                .map(Column::name)
                .toList();
        return new DatasetException("partition column:NAME must name a category of the data. Provided value: " + column
                + ". "
                + (categories.isEmpty()
                        ? "This data has none: choose another partition."
                        : "Choose one of " + categories + "."));
    }

    @Override
    public String toString() {
        return "column:" + column;
    }
}
