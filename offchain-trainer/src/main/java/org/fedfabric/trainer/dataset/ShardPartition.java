package org.fedfabric.trainer.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.data.RawRows;

/**
 * McMahan et al. 2017's pathological division: rows sorted by label, cut into participants × K shards of equal size, K
 * shards dealt to each participant at random.
 *
 * @param shards K, 1 to 1,000
 */
record ShardPartition(int shards) implements Partition {
    /** As in McMahan et al. 2017: most participants then hold two classes. */
    static final int MCMAHAN = 2;

    ShardPartition {
        Checks.inRange(shards, 1, 1_000, "shards per participant");
    }

    @Override
    public List<int[]> divide(RawRows rows, int participants, long seed) {
        SeededDraws draws = SeededDraws.of("label shards", seed);
        int[][] byClass =
                Strata.rowsByClass(rows.labels(), rows.schema().classes().size());
        for (int[] sameLabel : byClass) {
            draws.shuffle(sameLabel);
        }
        int[] sorted = Arrays.stream(byClass).flatMapToInt(Arrays::stream).toArray();
        List<int[]> cut = IidPartition.cut(sorted, Math.multiplyExact(participants, shards));
        int[] dealt = draws.permutation(cut.size());
        List<int[]> divided = new ArrayList<>(participants);
        for (int p = 0; p < participants; p++) {
            divided.add(IntStream.range(p * shards, (p + 1) * shards)
                    .flatMap(s -> Arrays.stream(cut.get(dealt[s])))
                    .sorted()
                    .toArray());
        }
        return divided;
    }

    @Override
    public boolean leavesFewClasses() {
        return true;
    }

    @Override
    public String toString() {
        return "shards:" + shards;
    }
}
