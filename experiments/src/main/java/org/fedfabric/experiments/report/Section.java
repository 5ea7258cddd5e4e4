package org.fedfabric.experiments.report;

import java.util.List;

/**
 * A section of the report.
 *
 * @param id its anchor
 * @param title its heading
 * @param blocks what it says, in order
 */
record Section(String id, String title, List<Block> blocks) {
    /** Keeps a copy. */
    Section {
        blocks = List.copyOf(blocks);
    }
}
