package org.fedfabric.trainer.dataset;

import java.util.Arrays;
import java.util.List;

/**
 * Which file each row of a data set is from.
 *
 * @param names the files' names; fewer than two if nothing is to be told apart
 * @param fileOfRow for each row, the place of its file's name
 */
public record RowFiles(List<String> names, int[] fileOfRow) {
    /** All rows from one place. */
    public static RowFiles one() {
        return new RowFiles(List.of(), new int[0]);
    }

    /** Whether rows come from several files. */
    public boolean several() {
        return names.size() > 1;
    }

    /** The files of these rows. */
    RowFiles select(int[] rows) {
        return several()
                ? new RowFiles(
                        names, Arrays.stream(rows).map(row -> fileOfRow[row]).toArray())
                : this;
    }
}
