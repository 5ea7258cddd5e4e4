package org.fedfabric.trainer.dataset;

import java.util.ArrayList;
import java.util.List;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.ledger.Assessment;

/**
 * What registering data tells every member of the consortium, beside the digest: the kind of data, three coarse figures, and the owner's
 * own assessment computed from nothing finer.
 *
 * @param rowsLog2 number of rows, rounded down to a power of two
 * @param classCoverage16 share of each class in sixteenths, rounded to the nearest
 * @param assessment type, size and quality, each from 0 to 1
 * @param dataType {@code images} or {@code table}
 */
public record DataDisclosure(int rowsLog2, List<Integer> classCoverage16, Assessment assessment, String dataType) {
    /** A million rows count as all one could ask for. */
    private static final int FULL_SIZE_LOG2 = 20;

    private static final long MICROS = 1_000_000;

    /**
     * The figures of some rows.
     *
     * <ul>
     *   <li>type = share of the schema's columns that have a value in some row;
     *   <li>size = min(1, rowsLog2 / 20);
     *   <li>quality = half the share of cells that have a value, in sixteenths rounded down, plus half the share of
     *       classes that occur.
     * </ul>
     *
     * @throws DatasetException if there are no rows
     */
    public static DataDisclosure of(RawRows rows) {
        if (rows.rows() == 0) {
            throw new DatasetException("Data must have at least one row to be registered. Provided value: none."
                    + " Check the data folder.");
        }
        int rowsLog2 = 31 - Integer.numberOfLeadingZeros(rows.rows());
        int[][] byClass =
                Strata.rowsByClass(rows.labels(), rows.schema().classes().size());
        List<Integer> coverage = new ArrayList<>();
        long occurring = 0;
        for (int[] members : byClass) {
            coverage.add((int) Math.round(16.0 * members.length / rows.rows()));
            occurring += members.length > 0 ? 1 : 0;
        }
        long columns = rows.columns().size();
        long cells = 0;
        long used = 0;
        for (RawColumn column : rows.columns()) {
            long given = rows.rows() - missing(column);
            cells += given;
            used += given > 0 ? 1 : 0;
        }
        long sixteenths = 16 * cells / (columns * rows.rows());
        return new DataDisclosure(
                rowsLog2,
                coverage,
                new Assessment(
                        MICROS * used / columns,
                        MICROS * Math.min(rowsLog2, FULL_SIZE_LOG2) / FULL_SIZE_LOG2,
                        MICROS * sixteenths / 32 + MICROS / 2 * occurring / byClass.length),
                rows.schema().columns().stream().allMatch(Column.Pixels.class::isInstance) ? "images" : "table");
    }

    /** Checks the parts. */
    public DataDisclosure {
        Checks.inRange(rowsLog2, 0, 40, "rowsLog2");
        classCoverage16 = Checks.list(classCoverage16, 4_096, "classCoverage16");
        Checks.present(assessment, "assessment");
        Names.requireId(dataType, "dataType");
    }

    /** Values a column lacks. */
    static long missing(RawColumn column) {
        long missing = 0;
        if (column instanceof RawColumn.Numbers numbers) {
            for (double value : numbers.values()) {
                missing += Double.isNaN(value) ? 1 : 0;
            }
        } else if (column instanceof RawColumn.Codes codes) {
            for (int code : codes.values()) {
                missing += code < 0 ? 1 : 0;
            }
        }
        return missing;
    }
}
