package org.fedfabric.trainer.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.data.RawRows;

/**
 * What {@code dataset describe} shows of some rows. It depends on the data: for the owner's eyes, never for the ledger.
 *
 * @param rows how many
 * @param label name of the label
 * @param classes the classes
 * @param classCounts rows of each
 * @param columns figures of each input column
 */
public record DatasetDescription(
        int rows, String label, List<String> classes, List<Long> classCounts, List<ColumnStatistics> columns) {
    /** Looks at all rows. */
    public static DatasetDescription of(RawRows rows) {
        List<Long> counts = new ArrayList<>();
        for (int[] members :
                Strata.rowsByClass(rows.labels(), rows.schema().classes().size())) {
            counts.add((long) members.length);
        }
        List<ColumnStatistics> columns = IntStream.range(0, rows.columns().size())
                .mapToObj(c -> ColumnStatistics.of(
                        rows.schema().columns().get(c), rows.columns().get(c)))
                .toList();
        return new DatasetDescription(
                rows.rows(), rows.schema().label(), rows.schema().classes(), List.copyOf(counts), columns);
    }

    /** The description as text for a terminal of 100 columns: bars for classes and categories, sparklines for numbers. */
    public String picture() {
        return new TerminalPicture().draw(this);
    }
}
