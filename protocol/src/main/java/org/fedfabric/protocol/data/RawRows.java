package org.fedfabric.protocol.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fedfabric.protocol.canonical.Checks;

/**
 * Rows of a table before they become features: a column of values for each input column of the schema, and the labels.
 *
 * @param schema what a row is
 * @param columns one per input column, in the schema's order
 * @param labels the class of each row, 0 to classes − 1; not copied
 */
public record RawRows(DataSchema schema, List<RawColumn> columns, int[] labels) {
    /** Checks kinds, lengths and every value. */
    public RawRows {
        Checks.present(schema, "schema");
        columns = Checks.list(columns, schema.columns().size(), "columns");
        Checks.require(
                columns.size() == schema.columns().size(),
                "There must be a column for each of the schema's "
                        + schema.columns().size(),
                columns.size());
        Checks.present(labels, "labels");
        for (int row = 0; row < labels.length; row++) {
            Checks.inRange(labels[row], 0, schema.classes().size() - 1, "label of row " + (row + 1));
        }
        for (int c = 0; c < columns.size(); c++) {
            requireFits(schema.columns().get(c), columns.get(c), labels.length);
        }
    }

    /** Number of rows. */
    public int rows() {
        return labels.length;
    }

    /** The rows of these indices (from 0), in this order. */
    public RawRows select(int[] indices) {
        List<RawColumn> chosen = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
            chosen.add(select(columns.get(c), schema.columns().get(c).width(), indices));
        }
        return new RawRows(
                schema, chosen, Arrays.stream(indices).map(i -> labels[i]).toArray());
    }

    private static RawColumn select(RawColumn column, int width, int[] indices) {
        if (column instanceof RawColumn.Bytes bytes) {
            byte[] chosen = new byte[Math.multiplyExact(indices.length, width)];
            for (int i = 0; i < indices.length; i++) {
                System.arraycopy(bytes.values(), indices[i] * width, chosen, i * width, width);
            }
            return new RawColumn.Bytes(chosen);
        }
        if (column instanceof RawColumn.Numbers numbers) {
            return new RawColumn.Numbers(
                    Arrays.stream(indices).mapToDouble(i -> numbers.values()[i]).toArray());
        }
        int[] codes = ((RawColumn.Codes) column).values();
        return new RawColumn.Codes(Arrays.stream(indices).map(i -> codes[i]).toArray());
    }

    private static void requireFits(Column column, RawColumn values, int rows) {
        String name = column.name();
        if (column instanceof Column.Pixels && values instanceof RawColumn.Bytes bytes) {
            requireLength(name, bytes.values().length, (long) rows * column.width());
        } else if (column instanceof Column.Words && values instanceof RawColumn.Bytes bytes) {
            requireLength(name, bytes.values().length, (long) rows * column.width());
            for (int i = 0; i < bytes.values().length; i++) {
                Checks.inRange(bytes.values()[i], 0, 1, "bucket " + i % column.width() + " of column " + name);
            }
        } else if (column instanceof Column.Scaled && values instanceof RawColumn.Numbers numbers) {
            requireLength(name, numbers.values().length, rows);
            for (int row = 0; row < rows; row++) {
                double value = numbers.values()[row];
                Checks.require(
                        !Double.isInfinite(value),
                        "Column " + name + " of row " + (row + 1) + " must be a finite number or missing",
                        value);
            }
        } else if (column instanceof Column.Category category && values instanceof RawColumn.Codes codes) {
            requireLength(name, codes.values().length, rows);
            for (int row = 0; row < rows; row++) {
                Checks.inRange(
                        codes.values()[row],
                        -1,
                        category.values().size() - 1,
                        "code of column " + name + " of row " + (row + 1));
            }
        } else {
            throw new IllegalArgumentException("Values of column " + name + " must be of the kind "
                    + column.getClass().getSimpleName() + " asks for. Provided value: "
                    + values.getClass().getSimpleName());
        }
    }

    private static void requireLength(String name, long length, long expected) {
        Checks.require(length == expected, "Column " + name + " must have " + expected + " values", length);
    }
}
