package org.fedfabric.experiments.report;

import java.util.List;

/**
 * Charts side by side under one caption, with the same scale, and the table of their values.
 *
 * @param caption what they show
 * @param charts from left to right
 * @param values the same as a table
 */
record Panels(String caption, List<Chart> charts, Table values) implements Block {
    /** Keeps a copy. */
    Panels {
        charts = List.copyOf(charts);
    }
}
