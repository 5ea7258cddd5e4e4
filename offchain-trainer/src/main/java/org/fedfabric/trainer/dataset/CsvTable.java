package org.fedfabric.trainer.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table of text cells in a file, read row by row: nothing but the current row is held. Blank lines are skipped, blanks
 * around a cell are dropped, decimal commas become points.
 *
 * @param text the file
 * @param dialect how it is written
 * @param header column names; {@code column 1}, {@code column 2}, … where the file names none
 */
record CsvTable(TextFile text, CsvDialect dialect, List<String> header) {
    /** Takes rows one by one. */
    interface RowTaker {
        /**
         * Takes a row.
         *
         * @param line line of the file where it starts, from 1
         * @param cells as many as there are names; the taker may keep the strings, not the array
         */
        void take(long line, String[] cells);
    }

    /** Opens a file, telling how it is written. */
    static CsvTable open(Path path) {
        return open(path, null);
    }

    /**
     * Opens a file.
     *
     * @param named whether the first line names the columns; null to tell
     */
    static CsvTable open(Path path, Boolean named) {
        TextFile file = TextFile.of(path);
        return TextFile.guarded(path, () -> {
            CsvDialect dialect = CsvDialect.of(file, named);
            String[][] first = new String[1][];
            rows(file, dialect, (line, cells) -> {
                first[0] = cells;
                return false;
            });
            if (first[0] == null) {
                throw new DatasetException(path + ": must begin with a line of column names. Provided value: an empty"
                        + " file. Give a CSV file with a header.");
            }
            return new CsvTable(file, dialect, header(path, dialect, first[0]));
        });
    }

    /** Where the file lies. */
    Path file() {
        return text.path();
    }

    /** Gives every row to a taker, in order. */
    void forEachRow(RowTaker taker) {
        TextFile.guarded(file(), () -> {
            boolean[] begun = {!dialect.header()};
            rows(text, dialect, (line, cells) -> {
                if (begun[0]) {
                    if (cells.length != header.size()) {
                        throw new DatasetException(file() + ", line " + line + ": must have " + header.size()
                                + " cells, one for each column name. Provided value: " + cells.length
                                + " cells. Add what is missing, or quote cells that contain "
                                + dialect.separatorName() + ".");
                    }
                    if (dialect.decimalComma()) {
                        pointDecimals(cells);
                    }
                    taker.take(line, cells);
                }
                begun[0] = true;
                return true;
            });
            return null;
        });
    }

    /** Place of a column, or an exception that says which columns there are. */
    int indexOf(String name) {
        int index = header.indexOf(name);
        if (index < 0) {
            throw new DatasetException(file() + ", line 1: must have a column \"" + name + "\". Provided value: "
                    + shortened(header) + "."
                    + (dialect.header()
                            ? " Add the column or correct the name."
                            : " The file has no header: is that line missing?"));
        }
        return index;
    }

    /** A sentence about one cell. */
    DatasetException bad(long line, int column, String cell, String mustHold, String whatToDo) {
        return new DatasetException(file() + ", line " + line + ", column \"" + header.get(column) + "\": " + mustHold
                + ". Provided value: " + (Cells.isMissing(cell) ? "none" : "\"" + cell + "\"") + ". " + whatToDo);
    }

    /** A list for a sentence: not more of it than a person reads. */
    static String shortened(List<String> names) {
        int most = 24;
        return names.size() <= most
                ? names.toString()
                : names.subList(0, most).toString().replace("]", ", … ") + (names.size() - most) + " more]";
    }

    private interface RawRowTaker {
        boolean take(long line, String[] cells);
    }

    private static void rows(TextFile file, CsvDialect dialect, RawRowTaker taker) throws IOException {
        try (BufferedReader text = file.open()) {
            if (dialect.separator() == CsvDialect.BLANKS) {
                long line = 0;
                for (String row = text.readLine(); row != null; row = text.readLine()) {
                    line++;
                    if (!row.isBlank() && !taker.take(line, row.strip().split("\\s+"))) {
                        return;
                    }
                }
                return;
            }
            try (CSVParser parser = CSVParser.parse(text, dialect.format())) {
                Iterator<CSVRecord> records = parser.iterator();
                long line = 1;
                while (records.hasNext()) {
                    CSVRecord record = records.next();
                    boolean blank = record.size() == 1 && record.get(0).isEmpty();
                    if (!blank && !taker.take(line, record.values())) {
                        return;
                    }
                    line = parser.getCurrentLineNumber() + 1;
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void pointDecimals(String[] cells) {
        for (int c = 0; c < cells.length; c++) {
            if (Cells.hasDecimalComma(cells[c])) {
                cells[c] = cells[c].replace(',', '.');
            }
        }
    }

    private static List<String> header(Path path, CsvDialect dialect, String[] first) {
        if (!dialect.header()) {
            return IntStream.rangeClosed(1, first.length)
                    .mapToObj(c -> "column " + c)
                    .toList();
        }
        String[] names = new String[first.length + (dialect.rowNames() ? 1 : 0)];
        System.arraycopy(first, 0, names, names.length - first.length, first.length);
        if (dialect.rowNames()) {
            names[0] = "row name";
        }
        Set<String> seen = new HashSet<>();
        for (int c = 0; c < names.length; c++) {
            if (names[c].isEmpty()) {
                names[c] = "column " + (c + 1);
            }
            if (!seen.add(names[c])) {
                throw new DatasetException(path + ", line 1: column names must differ. Provided value: \"" + names[c]
                        + "\" more than once. Rename or remove one of them.");
            }
        }
        return List.copyOf(Arrays.asList(names));
    }
}
