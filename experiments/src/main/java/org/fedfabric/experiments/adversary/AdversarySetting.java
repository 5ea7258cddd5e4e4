package org.fedfabric.experiments.adversary;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.data.DataSchema;

/**
 * What every attacker knows before a run begins.
 *
 * @param data what a row is
 * @param rarestClass the class that the fewest training rows have: registered class coverage tells it
 * @param versions how many versions the task will have, at least 1
 */
public record AdversarySetting(DataSchema data, int rarestClass, int versions) {
    /** Checks presence and ranges. */
    public AdversarySetting {
        Checks.present(data, "data");
        Checks.inRange(rarestClass, 0, data.classes().size() - 1, "rarestClass");
        Checks.inRange(versions, 1, Integer.MAX_VALUE, "versions");
    }

    /**
     * The setting of a task over these training rows, those of all participants together.
     *
     * @param labels the class of each row; of several rarest classes the first counts
     */
    public static AdversarySetting of(DataSchema data, int[] labels, int versions) {
        int[] counts = new int[data.classes().size()];
        for (int label : labels) {
            counts[label]++;
        }
        int rarest = 0;
        for (int c = 1; c < counts.length; c++) {
            rarest = counts[c] < counts[rarest] ? c : rarest;
        }
        return new AdversarySetting(data, rarest, versions);
    }

    /** How many classes there are. */
    int classes() {
        return data.classes().size();
    }
}
