package org.fedfabric.trainer.dataset;

import java.util.List;

/**
 * What an inference found in the label.
 *
 * @param name the column
 * @param chosenBy how it was chosen: option, name or place
 * @param classes its classes, class 0 first
 * @param counts rows of each
 * @param weights weight of each in the loss
 * @param withoutLabel rows without one, which are left out
 * @param rareClasses classes with too few rows to divide; their rows are left out too
 */
public record LabelFinding(
        String name,
        String chosenBy,
        List<String> classes,
        List<Long> counts,
        List<Double> weights,
        long withoutLabel,
        List<String> rareClasses) {
    /** Accuracy of always answering the most frequent class. */
    public double majority() {
        long all = counts.stream().mapToLong(Long::longValue).sum();
        return (double) counts.stream().mapToLong(Long::longValue).max().orElse(0) / all;
    }
}
