package org.fedfabric.trainer.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fedfabric.protocol.data.RawRows;

/** Shuffled and cut into parts of equal size, within one row. */
record IidPartition() implements Partition {
    @Override
    public List<int[]> divide(RawRows rows, int participants, long seed) {
        int[] order = SeededDraws.of("iid partition", seed).permutation(rows.rows());
        return cut(order, participants);
    }

    /** Cuts a sequence into consecutive parts of equal size, within one, each sorted. */
    static List<int[]> cut(int[] order, int parts) {
        if (parts < 1 || order.length < parts) {
            throw new DatasetException(
                    "There must be at least one row for each of the " + parts + " participants. Provided value: "
                            + order.length + " rows. Give more rows or fewer participants.");
        }
        List<int[]> cut = new ArrayList<>(parts);
        for (int i = 0; i < parts; i++) {
            int from = (int) ((long) order.length * i / parts);
            int to = (int) ((long) order.length * (i + 1) / parts);
            int[] part = Arrays.copyOfRange(order, from, to);
            Arrays.sort(part);
            cut.add(part);
        }
        return cut;
    }

    @Override
    public String toString() {
        return "iid";
    }
}
