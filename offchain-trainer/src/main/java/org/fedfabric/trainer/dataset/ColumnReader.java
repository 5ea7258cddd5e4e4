package org.fedfabric.trainer.dataset;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.RawColumn;

/** Reads the cells of one schema column, row by row, into the values of a {@link RawColumn}. */
abstract sealed class ColumnReader {
    private static final String CORRECT_THE_CELL = "Correct the cell or remove the row.";
    private static final int FIRST_ROWS = 1_024;

    /** A reader for a column of a table. */
    static ColumnReader of(Column column) {
        if (column instanceof Column.Category category) {
            return new OfCategory(category);
        }
        if (column instanceof Column.Scaled scaled) {
            return new OfNumbers(scaled);
        }
        if (column instanceof Column.Words words) {
            return new OfText(words);
        }
        throw new DatasetException("A CSV file must be read with numbers, categories and texts. Provided value: "
                + column + ". Choose another schema, or --dataset idx for images.");
    }

    /** Takes the cell of the next row. */
    abstract void read(CsvTable table, long line, int index, String cell);

    /** All values. */
    abstract RawColumn values();

    private static final class OfNumbers extends ColumnReader {
        private final Column.Scaled column;
        private double[] values = new double[FIRST_ROWS];
        private int rows;

        OfNumbers(Column.Scaled column) {
            this.column = column;
        }

        @Override
        void read(CsvTable table, long line, int index, String cell) {
            double value = Cells.number(cell);
            if (Double.isNaN(value)) {
                value = Moments.number(cell);
            }
            if (Double.isNaN(value) && (!Cells.isMissing(cell) || column.missing() == Column.Missing.REFUSE)) {
                throw table.bad(
                        line,
                        index,
                        cell,
                        "must be a number" + (column.missing() == Column.Missing.REFUSE ? "" : ", or empty if missing"),
                        Cells.hasDecimalComma(cell)
                                ? "Write a point, not a comma, before decimals."
                                : CORRECT_THE_CELL);
            }
            if (rows == values.length) {
                values = Arrays.copyOf(values, 2 * rows);
            }
            values[rows++] = value;
        }

        @Override
        RawColumn values() {
            return new RawColumn.Numbers(Arrays.copyOf(values, rows));
        }
    }

    private static final class OfCategory extends ColumnReader {
        private final Column.Category column;
        private final Map<String, Integer> codes = new HashMap<>();
        private final Moments.Part part;
        private int[] values = new int[FIRST_ROWS];
        private int rows;

        OfCategory(Column.Category column) {
            this.column = column;
            for (int v = 0; v < column.values().size(); v++) {
                codes.putIfAbsent(Cells.word(column.values().get(v)), v);
            }
            for (int v = 0; v < column.values().size(); v++) {
                codes.put(column.values().get(v), v);
            }
            part = partOf(column.name());
        }

        @Override
        void read(CsvTable table, long line, int index, String cell) {
            // The table may have a column of just this name; only where it has not, the name means a part of a date.
            boolean derived = part != null && !table.header().get(index).equals(column.name());
            String word = derived && !Cells.isMissing(cell) ? part.read(cell) : cell;
            if (rows == values.length) {
                values = Arrays.copyOf(values, 2 * rows);
            }
            values[rows++] = code(table, line, index, word);
        }

        private int code(CsvTable table, long line, int index, String cell) {
            Integer code = codes.get(cell);
            if (code == null) {
                code = codes.get(Cells.word(cell));
            }
            if (code != null) {
                return code;
            }
            // A schema may list a word such as "NA" as a value of its own; only then is it not a gap.
            boolean missing = Cells.isMissing(cell);
            Integer other = missing ? null : codes.get(Column.Category.OTHER);
            if (other != null) {
                return other;
            }
            if (!missing || column.missing() == Column.Missing.REFUSE) {
                throw table.bad(
                        line, index, cell, "must be one of " + CsvTable.shortened(column.values()), CORRECT_THE_CELL);
            }
            return -1;
        }

        @Override
        RawColumn values() {
            return new RawColumn.Codes(Arrays.copyOf(values, rows));
        }
    }

    private static final class OfText extends ColumnReader {
        private final ByteArrayOutputStream values = new ByteArrayOutputStream();
        private final byte[] buckets;

        OfText(Column.Words column) {
            buckets = new byte[column.buckets()];
        }

        @Override
        void read(CsvTable table, long line, int index, String cell) {
            Arrays.fill(buckets, (byte) 0);
            if (!Cells.isMissing(cell)) {
                TextWords.mark(cell, buckets);
            }
            values.writeBytes(buckets);
        }

        @Override
        RawColumn values() {
            return new RawColumn.Bytes(values.toByteArray());
        }
    }

    /** Where a schema's column stands in a table: under its own name, or under the name whose date it is a part of. */
    static int indexIn(CsvTable table, Column column) {
        return table.indexOf(nameIn(table.header(), column));
    }

    /** The name under which a table with this header must have a schema's column. */
    static String nameIn(List<String> header, Column column) {
        Moments.Part part = partOf(column.name());
        if (header.contains(column.name()) || part == null) {
            return column.name();
        }
        return column.name().substring(0, column.name().length() - part.of("").length());
    }

    private static Moments.Part partOf(String name) {
        for (Moments.Part part : Moments.Part.values()) {
            if (name.endsWith(part.of("")) && name.length() > part.of("").length()) {
                return part;
            }
        }
        return null;
    }
}
