package org.fedfabric.trainer.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;

/** One CSV file under a schema; a fifth of it becomes the test set. */
final class CsvSource implements DataSource {
    private static final String CORRECT_THE_CELL = "Correct the cell or remove the row.";

    private final Path file;
    private final DataSchema schema;
    private final long seed;

    CsvSource(Path file, DataSchema schema, long seed) {
        this.file = file;
        this.schema = schema;
        this.seed = seed;
    }

    @Override
    public Dataset read() {
        return HeldOut.fifth("rows of " + file, rows(CsvTable.read(file), schema), seed);
    }

    /** The table's rows under a schema. */
    static RawRows rows(CsvTable table, DataSchema schema) {
        int[] labels = labels(table, table.indexOf(schema.label()), schema.classes());
        return new RawRows(schema, columns(table, schema), labels);
    }

    /** The input columns of a table's rows; the label need not be there. */
    static List<RawColumn> columns(CsvTable table, DataSchema schema) {
        List<RawColumn> columns = new ArrayList<>();
        for (Column column : schema.columns()) {
            if (column instanceof Column.Pixels) {
                throw new DatasetException("A CSV file must be read with numbers and categories. Provided value: "
                        + column + ". Choose another schema, or --dataset mnist for images.");
            }
            int index = table.indexOf(column.name());
            columns.add(
                    column instanceof Column.Category category
                            ? new RawColumn.Codes(codes(table, index, category))
                            : new RawColumn.Numbers(numbers(table, index, (Column.Numeric) column)));
        }
        return columns;
    }

    private static int[] labels(CsvTable table, int index, List<String> classes) {
        return IntStream.range(0, table.rows().size())
                .map(row -> {
                    int label = classes.indexOf(table.cell(row, index));
                    if (label < 0) {
                        throw table.bad(row, index, "the class must be one of " + classes, CORRECT_THE_CELL);
                    }
                    return label;
                })
                .toArray();
    }

    private static int[] codes(CsvTable table, int index, Column.Category category) {
        return IntStream.range(0, table.rows().size())
                .map(row -> {
                    String cell = table.cell(row, index);
                    int code = category.values().indexOf(cell);
                    // A schema may list a word such as "NA" as a value of its own; only then is it not a gap.
                    if (code < 0 && (!CsvTable.isMissing(cell) || category.missing() == Column.Missing.REFUSE)) {
                        throw table.bad(row, index, "must be one of " + category.values(), CORRECT_THE_CELL);
                    }
                    return code;
                })
                .toArray();
    }

    private static double[] numbers(CsvTable table, int index, Column.Numeric numeric) {
        return IntStream.range(0, table.rows().size())
                .mapToDouble(row -> {
                    String cell = table.cell(row, index);
                    if (CsvTable.isNumber(cell)) {
                        return Double.parseDouble(cell);
                    }
                    if (CsvTable.isMissing(cell) && numeric.missing() == Column.Missing.NEUTRAL) {
                        return Double.NaN;
                    }
                    throw table.bad(
                            row,
                            index,
                            "must be a number"
                                    + (numeric.missing() == Column.Missing.NEUTRAL ? ", or empty if missing" : ""),
                            cell.matches("[+-]?[0-9]+,[0-9]+")
                                    ? "Write a point, not a comma, before decimals."
                                    : CORRECT_THE_CELL);
                })
                .toArray();
    }
}
