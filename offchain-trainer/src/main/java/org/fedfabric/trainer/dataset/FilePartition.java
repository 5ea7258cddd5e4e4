package org.fedfabric.trainer.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fedfabric.protocol.data.RawRows;

/**
 * By the files the rows are from, as enterprises bring them: each file goes to one enterprise, in the order of their names.
 * With fewer enterprises than files neighbours share an enterprise. An enterprise's rows are dealt to its participants at
 * random.
 */
public record FilePartition() implements Partition {
    @Override
    public List<int[]> divide(RawRows rows, int participants, long seed) {
        throw new DatasetException(
                "partition files must be used with data of several files. Provided value: rows of one"
                        + " place. Give a folder with a file for each enterprise, or choose another partition.");
    }

    /** The rows of each owner, in the owners' order. */
    List<int[]> divide(RowFiles files, List<SplitPlan.Owner> owners, long seed) {
        if (!files.several()) {
            return divide((RawRows) null, owners.size(), seed);
        }
        Map<String, Integer> participants = new LinkedHashMap<>();
        owners.forEach(owner -> participants.merge(owner.enterprise(), 1, Integer::sum));
        int enterprises = participants.size();
        int count = files.names().size();
        if (enterprises > count) {
            throw new DatasetException("partition files must have a file for each enterprise. Provided value: " + count
                    + " files " + files.names() + " for " + enterprises + " enterprises. Ask for --enterprises " + count
                    + ", or choose another partition.");
        }
        int[][] rowsOfFile = Strata.rowsByClass(files.fileOfRow(), count);
        SeededDraws draws = SeededDraws.of("file partition", seed);
        List<int[]> divided = new ArrayList<>();
        int enterprise = 0;
        for (int each : participants.values()) {
            int[] rows = IntStream.range(
                            first(enterprise, count, enterprises), first(enterprise + 1, count, enterprises))
                    .flatMap(file -> Arrays.stream(rowsOfFile[file]))
                    .toArray();
            if (rows.length < each) {
                throw new DatasetException("partition files must leave each participant a row. Provided value: "
                        + rows.length + " rows for " + each + " participants of enterprise " + (enterprise + 1)
                        + ". Ask for fewer participants.");
            }
            draws.shuffle(rows);
            divided.addAll(IidPartition.cut(rows, each));
            enterprise++;
        }
        return divided;
    }

    /** Which enterprise gets which files, a line for each. */
    public static List<String> lines(RowFiles files, List<SplitPlan.Owner> owners) {
        List<String> enterprises =
                owners.stream().map(SplitPlan.Owner::enterprise).distinct().toList();
        return IntStream.range(0, enterprises.size())
                .mapToObj(e -> enterprises.get(e) + ": "
                        + String.join(
                                ", ",
                                files.names()
                                        .subList(
                                                first(e, files.names().size(), enterprises.size()),
                                                first(e + 1, files.names().size(), enterprises.size()))))
                .toList();
    }

    /** First of the files of an enterprise. */
    static int first(int enterprise, int files, int enterprises) {
        return (int) ((long) enterprise * files / enterprises);
    }

    @Override
    public String toString() {
        return "files";
    }
}
