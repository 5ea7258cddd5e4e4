package org.fedfabric.trainer.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawRows;

/**
 * The rows of one or several tables under a schema.
 *
 * @param rows the rows, table after table
 * @param tableOfRow which table each row is from, from 0
 * @param leftOut rows that were passed over because their label has no class
 */
record TableRows(RawRows rows, int[] tableOfRow, long leftOut) {
    /** What becomes of a row whose label has no class in the schema. */
    enum Unlabelled {
        /** The row is named and refused. */
        REFUSED,
        /** It is passed over. */
        LEFT_OUT,
        /** Labels are not looked at, nor need there be a column of them: every row is of class 0. */
        TAKEN
    }

    /** Reads tables, whose columns may stand in different orders. */
    static TableRows read(List<CsvTable> tables, DataSchema schema, Unlabelled unlabelled) {
        LabelClasses classes = new LabelClasses(schema.classes());
        List<ColumnReader> readers = new ArrayList<>();
        schema.columns().forEach(column -> readers.add(ColumnReader.of(column)));
        Ints labels = new Ints();
        Ints tableOfRow = new Ints();
        long[] leftOut = new long[1];
        for (int t = 0; t < tables.size(); t++) {
            CsvTable table = tables.get(t);
            int number = t;
            int labelIndex = unlabelled == Unlabelled.TAKEN ? -1 : table.indexOf(schema.label());
            int[] indices = schema.columns().stream()
                    .mapToInt((Column column) -> ColumnReader.indexIn(table, column))
                    .toArray();
            table.forEachRow((line, cells) -> {
                int label = labelIndex < 0 ? 0 : classes.of(cells[labelIndex]);
                if (label < 0 && unlabelled == Unlabelled.LEFT_OUT) {
                    leftOut[0]++;
                    return;
                }
                if (label < 0) {
                    throw table.bad(
                            line,
                            labelIndex,
                            cells[labelIndex],
                            "the class must be one of " + CsvTable.shortened(schema.classes()),
                            "Correct the cell or remove the row.");
                }
                labels.add(label);
                tableOfRow.add(number);
                for (int c = 0; c < indices.length; c++) {
                    readers.get(c).read(table, line, indices[c], cells[indices[c]]);
                }
            });
        }
        return new TableRows(
                new RawRows(schema, readers.stream().map(ColumnReader::values).toList(), labels.toArray()),
                tableOfRow.toArray(),
                leftOut[0]);
    }

    private static final class Ints {
        private int[] values = new int[1_024];
        private int count;

        void add(int value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
        }

        int[] toArray() {
            return Arrays.copyOf(values, count);
        }
    }
}
