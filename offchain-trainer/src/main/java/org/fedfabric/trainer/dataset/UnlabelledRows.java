package org.fedfabric.trainer.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;

/**
 * Rows whose class is not known: a CSV file with the schema's input columns, or one IDX file of images.
 *
 * @param rows the rows; every label is the first class and means nothing
 * @param unused columns of the file that the schema does not have and that are not its label
 */
public record UnlabelledRows(RawRows rows, List<String> unused) {
    private static final int GZIP = 0x1f;

    /** Keeps a copy. */
    public UnlabelledRows {
        unused = List.copyOf(unused);
    }

    /**
     * Reads a file under a schema. Columns may come in any order; the label's column is not looked at.
     *
     * @throws DatasetException if columns are missing, naming them and what was expected, or a value does not fit
     */
    public static UnlabelledRows read(Path file, DataSchema schema) {
        return isIdx(file) ? images(file, schema) : table(file, schema);
    }

    private static UnlabelledRows table(Path file, DataSchema schema) {
        CsvTable table = CsvTable.open(file);
        List<String> inputs = schema.columns().stream()
                .map(column -> ColumnReader.nameIn(table.header(), column))
                .distinct()
                .toList();
        List<String> missing =
                inputs.stream().filter(name -> !table.header().contains(name)).toList();
        if (!missing.isEmpty() && !(schema.columns().get(0) instanceof Column.Pixels)) {
            throw new DatasetException(file + ", line 1: must have the schema's columns " + inputs
                    + "; missing are " + missing + ". Provided value: " + table.header()
                    + ". Add the columns, or name the task the rows belong to.");
        }
        RawRows rows = TableRows.read(List.of(table), schema, TableRows.Unlabelled.TAKEN)
                .rows();
        List<String> unused = new ArrayList<>(table.header());
        unused.removeAll(inputs);
        unused.remove(schema.label());
        return new UnlabelledRows(rows, unused);
    }

    private static UnlabelledRows images(Path file, DataSchema schema) {
        if (!(schema.columns().get(0) instanceof Column.Pixels pixels) || pixels.channels() != 1) {
            throw new DatasetException(file + ": IDX images need a schema with one column of pixels of one channel."
                    + " Provided value: columns "
                    + schema.columns().stream().map(Column::name).toList()
                    + ". Give a CSV file with these columns.");
        }
        IdxFile images = IdxFile.images(file);
        List<Integer> wanted = List.of(pixels.height(), pixels.columns());
        if (images.sizes().size() != 3 || !images.sizes().subList(1, 3).equals(wanted)) {
            throw new DatasetException(file + ": images must be " + wanted.get(0) + " × " + wanted.get(1)
                    + " pixels, as the schema says. Provided value: "
                    + images.sizes() + " as images × rows × columns. Scale them to that size.");
        }
        return new UnlabelledRows(
                new RawRows(
                        schema,
                        List.of(new RawColumn.Bytes(images.values())),
                        new int[images.sizes().get(0)]),
                List.of());
    }

    /** IDX begins with a zero byte, compressed or not; text with another. */
    private static boolean isIdx(Path file) {
        try (InputStream in = IdxFile.open(file)) {
            return in.read() == 0;
        } catch (IOException e) {
            throw new DatasetException("The file must be there and readable. Provided value: " + e + ".", e);
        }
    }
}
