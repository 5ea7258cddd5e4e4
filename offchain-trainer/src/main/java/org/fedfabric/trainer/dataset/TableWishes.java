package org.fedfabric.trainer.dataset;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a person decides about a table instead of leaving it to inference.
 *
 * @param label the column to predict; null to choose one
 * @param leaveOut columns not to take
 * @param keep columns to take though inference would leave them out
 * @param cuts numbers between which the label's values become classes; empty for classes as they stand
 * @param bins number of classes of equal size to cut a label of numbers into; 0 for none
 * @param header whether the first line names the columns; null to tell
 */
public record TableWishes(
        String label, Set<String> leaveOut, Set<String> keep, List<Double> cuts, int bins, Boolean header) {
    private static final int MOST_BINS = 64;

    /** Checks that the wishes go together. */
    public TableWishes {
        leaveOut = Set.copyOf(leaveOut);
        keep = Set.copyOf(keep);
        cuts = List.copyOf(cuts);
        Set<String> both = new HashSet<>(keep);
        both.retainAll(leaveOut);
        require(both.isEmpty(), "A column must not be both kept and left out", both);
        require(bins == 0 || (bins >= 2 && bins <= MOST_BINS), "bins must lie in [2, " + MOST_BINS + "]", bins);
        require(bins == 0 || cuts.isEmpty(), "Give either bins or cuts", cuts);
        double[] ascending = cuts.stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .distinct()
                .toArray();
        require(
                Arrays.equals(
                                ascending,
                                cuts.stream().mapToDouble(Double::doubleValue).toArray())
                        && Arrays.stream(ascending).allMatch(Double::isFinite),
                "Cuts must be finite and ascend",
                cuts);
    }

    /** No wish but a label, which may be null. */
    public static TableWishes label(String label) {
        return new TableWishes(label, Set.of(), Set.of(), List.of(), 0, null);
    }

    private static void require(boolean holds, String mustHold, Object given) {
        if (!holds) {
            throw new DatasetException(mustHold + ". Provided value: " + given + ".");
        }
    }
}
