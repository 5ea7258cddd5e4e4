package org.fedfabric.trainer.dataset;

import java.util.List;
import org.fedfabric.protocol.data.Column;

/**
 * What an inference found in one column of a file and what it makes of it.
 *
 * @param name the column in the file
 * @param type counter, identifier, constant, number, code, category, date, time or text
 * @param missing rows without a value
 * @param distinct different values; a lower bound if {@code distinctAtLeast}
 * @param distinctAtLeast whether there are more than were counted
 * @param smallest of numbers and dates (as days since 1970-01-01), else null
 * @param largest of the same
 * @param mean of the same
 * @param used the schema's columns that come from it; none if it is left out
 * @param leftOut why it is left out, or null
 * @param remark what else a person should know, or null
 * @param tellsLabel how well the column alone predicts the label: share of rows right beyond the most frequent class's,
 *     0 to 1; null if not measured
 */
public record ColumnFinding(
        String name,
        String type,
        long missing,
        long distinct,
        boolean distinctAtLeast,
        Double smallest,
        Double largest,
        Double mean,
        List<Column> used,
        String leftOut,
        String remark,
        Double tellsLabel) {
    ColumnFinding withoutUse(String why) {
        return with(List.of(), why, remark, tellsLabel);
    }

    ColumnFinding remarked(String sentence) {
        return with(used, leftOut, remark == null ? sentence : remark + " " + sentence, tellsLabel);
    }

    ColumnFinding telling(double share) {
        return with(used, leftOut, remark, share);
    }

    private ColumnFinding with(List<Column> columns, String why, String sentence, Double share) {
        return new ColumnFinding(
                name, type, missing, distinct, distinctAtLeast, smallest, largest, mean, columns, why, sentence, share);
    }
}
