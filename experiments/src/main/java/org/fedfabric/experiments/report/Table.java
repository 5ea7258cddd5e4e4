package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fedfabric.protocol.canonical.Checks;

/**
 * A table.
 *
 * @param caption what it shows
 * @param columns headings; the first is of the rows' headings
 * @param rows as many cells each as there are columns
 * @param definition how its numbers are defined, in one line
 * @param folded whether the page shows it only when asked: long tables, and those behind charts
 */
record Table(String caption, List<String> columns, List<List<Cell>> rows, String definition, boolean folded)
        implements Block {
    /**
     * A cell.
     *
     * @param text what stands in it
     * @param heat in [0, 1], how deep it is shaded; 0 for none
     * @param tone {@code good}, {@code bad} or empty: an addition to the text, which must say the same without it
     */
    record Cell(String text, double heat, String tone) {
        /** A cell that is not shaded. */
        static Cell of(String text) {
            return new Cell(text, 0, "");
        }
    }

    /** Checks that the rows fit. */
    Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        int width = columns.size();
        for (List<Cell> row : rows) {
            Checks.require(row.size() == width, "A row must have a cell for each of " + width + " columns", row.size());
        }
    }

    /** A table that is built row by row. */
    static Builder of(String caption, String... columns) {
        return new Builder(caption, List.of(columns));
    }

    /** Collects rows. */
    static final class Builder {
        private final String caption;
        private final List<String> columns;
        private final List<List<Cell>> rows = new ArrayList<>();

        private Builder(String caption, List<String> columns) {
            this.caption = caption;
            this.columns = columns;
        }

        Builder row(String... texts) {
            return row(Arrays.stream(texts).map(Cell::of).toList());
        }

        Builder row(List<Cell> cells) {
            rows.add(cells);
            return this;
        }

        boolean isEmpty() {
            return rows.isEmpty();
        }

        Table defined(String definition) {
            return new Table(caption, columns, rows, definition, false);
        }

        Table folded(String definition) {
            return new Table(caption, columns, rows, definition, true);
        }
    }
}
