package org.fedfabric.trainer.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The cells of a CSV file as text, with the line each row starts at: comma-separated with quotes as in RFC 4180, UTF-8,
 * first line the column names. Blank lines are skipped, blanks around a cell are dropped.
 *
 * @param file where it was read
 * @param header column names
 * @param rows cells of each row, as many as there are names
 * @param lines line of the file where each row starts, from 1
 */
record CsvTable(Path file, List<String> header, List<String[]> rows, List<Long> lines) {
    /** How tables on the web write "no value". */
    private static final Set<String> MISSING = Set.of("", "?", "NA", "N/A", "NaN", "nan", "null", "NULL");

    /** A decimal number and nothing that only Java would call one (1f, 0x1p3, Infinity). */
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** Reads a file whole. */
    static CsvTable read(Path file) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setTrim(true)
                .setIgnoreEmptyLines(false)
                .get();
        // A decoder of its own, as a reader made from a charset would replace bad bytes in silence.
        try (BufferedReader text = new BufferedReader(
                        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()));
                CSVParser parser = CSVParser.parse(text, format)) {
            Iterator<CSVRecord> records = parser.iterator();
            if (!records.hasNext()) {
                throw new DatasetException(file + ": must begin with a line of column names. Provided value: an empty"
                        + " file. Give a CSV file with a header.");
            }
            List<String> header = header(file, records.next());
            List<String[]> rows = new ArrayList<>();
            List<Long> lines = new ArrayList<>();
            long line = parser.getCurrentLineNumber() + 1;
            while (records.hasNext()) {
                CSVRecord record = records.next();
                if (record.size() > 1 || !record.get(0).isEmpty()) {
                    requireWidth(file, header, record, line);
                    rows.add(record.values());
                    lines.add(line);
                }
                line = parser.getCurrentLineNumber() + 1;
            }
            return new CsvTable(file, header, rows, lines);
        } catch (NoSuchFileException e) {
            throw new DatasetException("The CSV file must exist. Provided value: " + file + ". Check the path.", e);
        } catch (CharacterCodingException e) {
            throw notUtf8(file, e);
        } catch (UncheckedIOException | IOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw notUtf8(file, e);
            }
            throw new DatasetException(
                    file + ": must be readable CSV. Provided value: " + e.getMessage()
                            + ". Check the path, its permissions, and that every quote is closed.",
                    e);
        }
    }

    /** Place of a column, or an exception that says which columns there are. */
    int indexOf(String name) {
        int index = header.indexOf(name);
        if (index < 0) {
            String looks = header.stream().allMatch(CsvTable::isNumber)
                    ? " The first line holds only numbers: is the header missing?"
                    : header.size() == 1 && header.get(0).matches(".*[;\\t].*")
                            ? " Save the file with commas between the columns."
                            : " Add the column or correct the schema.";
            throw new DatasetException(
                    file + ", line 1: must have a column \"" + name + "\". Provided value: " + header + "." + looks);
        }
        return index;
    }

    /** A sentence about one cell. */
    DatasetException bad(int row, int column, String mustHold, String whatToDo) {
        return new DatasetException(file + ", line " + lines.get(row) + ", column \"" + header.get(column) + "\": "
                + mustHold + ". Provided value: "
                + (isMissing(cell(row, column)) ? "none" : "\"" + cell(row, column) + "\"") + ". " + whatToDo);
    }

    /** Text of one cell. */
    String cell(int row, int column) {
        return rows.get(row)[column];
    }

    /** Whether a cell says that there is no value. */
    static boolean isMissing(String cell) {
        return MISSING.contains(cell);
    }

    /** Whether a cell is a decimal number. */
    static boolean isNumber(String cell) {
        return NUMBER.matcher(cell).matches() && Double.isFinite(Double.parseDouble(cell));
    }

    private static List<String> header(Path file, CSVRecord record) {
        String[] names = record.values();
        if (!names[0].isEmpty() && names[0].charAt(0) == BYTE_ORDER_MARK) {
            names[0] = names[0].substring(1).strip();
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new DatasetException(file + ", line 1: column names must differ. Provided value: \"" + name
                        + "\" more than once. Rename or remove one of them.");
            }
        }
        return List.copyOf(Arrays.asList(names));
    }

    private static void requireWidth(Path file, List<String> header, CSVRecord record, long line) {
        if (record.size() != header.size()) {
            throw new DatasetException(file + ", line " + line + ": must have " + header.size()
                    + " cells, one for each column name. Provided value: " + record.size()
                    + " cells. Add what is missing, or quote cells that contain commas.");
        }
    }

    private static DatasetException notUtf8(Path file, Exception e) {
        return new DatasetException(
                file + ": must be text in UTF-8. Provided value: bytes that are not. Save the file as UTF-8.", e);
    }
}
