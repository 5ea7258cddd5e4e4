package org.fedfabric.trainer.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * How a table is written, told from its first lines.
 *
 * @param separator what stands between cells; {@link #BLANKS} for any number of blanks
 * @param header whether the first line names the columns
 * @param rowNames whether rows begin with a name that the header has no cell for, as R writes them
 * @param decimalComma whether numbers have a comma before their decimals
 */
record CsvDialect(char separator, boolean header, boolean rowNames, boolean decimalComma) {
    /** Cells are separated by blanks, however many. */
    static final char BLANKS = ' ';

    private static final char[] SEPARATORS = {',', ';', '\t', '|'};
    private static final int SAMPLE_CHARACTERS = 1 << 18;
    private static final int SAMPLE_ROWS = 200;

    /** A separator must give at least so many of the sampled lines the same number of cells. */
    private static final double AGREEING = 0.9;

    /** How commons-csv reads this. */
    CSVFormat format() {
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(separator)
                .setTrim(true)
                .setIgnoreEmptyLines(false)
                .get();
    }

    /** The separator's name for people. */
    String separatorName() {
        return switch (separator) {
            case ',' -> "commas";
            case ';' -> "semicolons";
            case '\t' -> "tabs";
            case '|' -> "bars";
            default -> "blanks";
        };
    }

    /**
     * Tells how a file is written.
     *
     * @param header whether it has a header; null to tell
     */
    static CsvDialect of(TextFile file, Boolean header) throws IOException {
        char[] sample = new char[SAMPLE_CHARACTERS];
        int length = 0;
        try (BufferedReader text = file.open()) {
            int read;
            while (length < sample.length && (read = text.read(sample, length, sample.length - length)) > 0) {
                length += read;
            }
        }
        String start = new String(sample, 0, length);
        char separator = ',';
        List<String[]> rows = List.of();
        double best = 0;
        for (char candidate : SEPARATORS) {
            List<String[]> split = split(start, candidate, length == sample.length);
            double agreeing = agreeing(split);
            if (agreeing >= AGREEING && agreeing * (1 + 1e-3 * split.get(0).length) > best) {
                best = agreeing * (1 + 1e-3 * split.get(0).length);
                separator = candidate;
                rows = split;
            }
        }
        if (best == 0) {
            List<String[]> split = splitAtBlanks(start, length == sample.length);
            if (agreeing(split) == 1) {
                separator = BLANKS;
                rows = split;
            } else {
                rows = split(start, separator, length == sample.length);
            }
        }
        boolean rowNames = rows.size() > 1 && rows.get(0).length + 1 == rows.get(1).length;
        boolean named = header == null ? rowNames || looksNamed(rows) : header;
        return new CsvDialect(separator, named, rowNames && named, separator != ',' && usesDecimalCommas(rows));
    }

    private static List<String[]> split(String text, char separator, boolean cut) {
        List<String[]> rows = new ArrayList<>();
        try (CSVParser parser =
                CSVParser.parse(new StringReader(text), new CsvDialect(separator, true, false, false).format())) {
            for (CSVRecord record : parser) {
                if (record.size() > 1 || !record.get(0).isEmpty()) {
                    rows.add(record.values());
                }
                if (rows.size() > SAMPLE_ROWS) {
                    return rows;
                }
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            // A quote that does not close, or closes elsewhere: with this separator the sample ends before it.
            return rows;
        }
        return withoutCutRow(rows, cut);
    }

    private static List<String[]> splitAtBlanks(String text, boolean cut) {
        return withoutCutRow(
                new ArrayList<>(text.lines()
                        .filter(Predicate.not(String::isBlank))
                        .limit(SAMPLE_ROWS)
                        .map(line -> line.strip().split("\\s+"))
                        .toList()),
                cut);
    }

    private static List<String[]> withoutCutRow(List<String[]> rows, boolean cut) {
        if (cut && rows.size() > 1) {
            rows.remove(rows.size() - 1);
        }
        return rows;
    }

    /** Share of the rows after the first with the most frequent number of cells; 0 if that is one. */
    private static double agreeing(List<String[]> rows) {
        Map<Integer, Integer> counts = new TreeMap<>();
        rows.stream().skip(rows.size() > 1 ? 1 : 0).forEach(row -> counts.merge(row.length, 1, Integer::sum));
        int most = 0;
        int cells = 0;
        for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
            if (count.getValue() > most) {
                most = count.getValue();
                cells = count.getKey();
            }
        }
        if (cells < 2) {
            return 0;
        }
        return (double) most / (rows.size() > 1 ? rows.size() - 1 : 1);
    }

    /**
     * Each column has a voice: for a header if numbers stand under a word, against one if the first cell is a number too,
     * or a word that the column has again further down.
     */
    private static boolean looksNamed(List<String[]> rows) {
        int voices = 0;
        String[] first = rows.isEmpty() ? new String[0] : rows.get(0);
        Map<Integer, Set<String>> words = new HashMap<>();
        for (int c = 0; c < first.length; c++) {
            int numbers = 0;
            int given = 0;
            for (String[] row : rows.subList(1, rows.size())) {
                if (c < row.length && !Cells.isMissing(row[c])) {
                    given++;
                    numbers += isNumeric(row[c]) ? 1 : 0;
                    words.computeIfAbsent(c, k -> new HashSet<>()).add(row[c]);
                }
            }
            if (isNumeric(first[c])) {
                voices -= 2;
            } else if (given > 0 && 10 * numbers >= 9 * given && !Cells.isMissing(first[c])) {
                voices += 2;
            } else if (words.getOrDefault(c, Set.of()).contains(first[c])) {
                voices--;
            }
        }
        return voices >= 0;
    }

    private static boolean isNumeric(String cell) {
        return Cells.isNumber(cell) || Cells.hasDecimalComma(cell) || !Double.isNaN(Moments.number(cell));
    }

    private static boolean usesDecimalCommas(List<String[]> rows) {
        boolean commas = false;
        for (String[] row : rows) {
            for (String cell : row) {
                if (cell.indexOf('.') >= 0 && Cells.isNumber(cell)) {
                    return false;
                }
                commas |= Cells.hasDecimalComma(cell);
            }
        }
        return commas;
    }
}
