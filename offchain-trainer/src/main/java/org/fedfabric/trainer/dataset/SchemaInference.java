package org.fedfabric.trainer.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;

/**
 * A first schema for a table, with the rows under it. Means and scales come from these rows, so agreeing on the schema
 * tells the others something about them. Two passes over the files: one to profile the columns in bounded memory, one to
 * read what is taken.
 *
 * @param report what was found and why
 * @param rows the rows under the report's schema
 * @param tableOfRow which file each row is from, from 0
 */
record SchemaInference(InferenceReport report, RawRows rows, int[] tableOfRow) {
    private static final double MICROS = 1e6;

    /** Different words remembered over all columns, and bounds for one: bounds the memory of the first pass. */
    private static final int WORDS_IN_ALL = 2_000_000;

    private static final int LEAST_WORDS = 300;
    private static final int MOST_WORDS = 50_000;

    /**
     * Looks at every cell.
     *
     * @param tables files with the same columns
     */
    static SchemaInference of(List<CsvTable> tables, TableWishes wishes) {
        CsvTable first = tables.get(0);
        Stream.concat(wishes.leaveOut().stream(), wishes.keep().stream()).forEach(first::indexOf);
        requireSameColumns(tables);
        String label = LabelInference.choose(first.header(), wishes);
        first.indexOf(label);
        List<ColumnProfile> profiles = profiles(tables);
        LabelFinding found = LabelInference.find(tables, label, profiles, wishes);
        List<ColumnFinding> findings = new ArrayList<>();
        for (int c = 0; c < first.header().size(); c++) {
            String name = first.header().get(c);
            if (wishes.leaveOut().contains(name)) {
                findings.add(ColumnJudge.judge(name, profiles.get(c), true).withoutUse("as asked"));
            } else if (!name.equals(label)) {
                findings.add(
                        ColumnJudge.judge(name, profiles.get(c), wishes.keep().contains(name)));
            }
        }
        TableRows read = TableRows.read(tables, schema(first, findings, found), TableRows.Unlabelled.LEFT_OUT);
        List<ColumnFinding> judged = LabelLeaks.look(read.rows(), findings, wishes.keep());
        DataSchema schema = schema(first, judged, found);
        return new SchemaInference(
                new InferenceReport(
                        tables.stream()
                                .map(table -> table.file().getFileName().toString())
                                .toList(),
                        first.text().encoding(),
                        first.dialect().separatorName(),
                        first.dialect().header(),
                        first.dialect().decimalComma(),
                        read.rows().rows(),
                        found,
                        judged,
                        schema),
                narrowed(read.rows(), schema),
                read.tableOfRow());
    }

    private static void requireSameColumns(List<CsvTable> tables) {
        CsvTable first = tables.get(0);
        Set<String> wanted = new HashSet<>(first.header());
        for (CsvTable other : tables) {
            Set<String> given = new HashSet<>(other.header());
            if (!given.equals(wanted)) {
                Set<String> lacks = new HashSet<>(wanted);
                lacks.removeAll(given);
                Set<String> more = new HashSet<>(given);
                more.removeAll(wanted);
                throw new DatasetException(other.file() + ", line 1: must have the columns of "
                        + first.file().getFileName() + ". Provided value: it lacks "
                        + CsvTable.shortened(lacks.stream().sorted().toList()) + " and has "
                        + CsvTable.shortened(more.stream().sorted().toList())
                        + " more. Name one file, or put only files of one form into the folder.");
            }
        }
    }

    private static List<ColumnProfile> profiles(List<CsvTable> tables) {
        List<String> names = tables.get(0).header();
        int each = Math.max(LEAST_WORDS, Math.min(MOST_WORDS, WORDS_IN_ALL / names.size()));
        List<ColumnProfile> profiles = new ArrayList<>();
        names.forEach(name -> profiles.add(new ColumnProfile(each)));
        for (CsvTable table : tables) {
            profiles.forEach(ColumnProfile::startFile);
            int[] places = names.stream().mapToInt(table::indexOf).toArray();
            table.forEachRow((line, cells) -> {
                for (int c = 0; c < places.length; c++) {
                    profiles.get(c).add(cells[places[c]]);
                }
            });
        }
        return profiles;
    }

    private static DataSchema schema(CsvTable table, List<ColumnFinding> findings, LabelFinding label) {
        List<Column> columns =
                findings.stream().flatMap(finding -> finding.used().stream()).toList();
        if (columns.isEmpty()) {
            List<String> why = findings.stream()
                    .map(finding -> "\"" + finding.name() + "\": " + finding.leftOut())
                    .toList();
            throw new DatasetException(table.file() + ": must have a column to learn from beside the label \""
                    + label.name() + "\". Provided value: " + CsvTable.shortened(why)
                    + ". Take a column anyway with --keep COLUMN.");
        }
        return new DataSchema(
                DataSchema.SCHEMA,
                columns,
                label.name(),
                label.classes(),
                label.weights().stream()
                        .map(weight -> Math.round(weight * MICROS))
                        .toList());
    }

    /** The same rows with only the columns of a smaller schema. */
    private static RawRows narrowed(RawRows rows, DataSchema schema) {
        Map<String, RawColumn> byName = new HashMap<>();
        for (int c = 0; c < rows.columns().size(); c++) {
            byName.put(rows.schema().columns().get(c).name(), rows.columns().get(c));
        }
        return new RawRows(
                schema,
                schema.columns().stream()
                        .map(column -> byName.get(column.name()))
                        .toList(),
                rows.labels());
    }
}
