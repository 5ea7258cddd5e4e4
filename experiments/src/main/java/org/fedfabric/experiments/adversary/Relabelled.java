package org.fedfabric.experiments.adversary;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.fedfabric.protocol.data.FeatureRows;

/** Test rows that an attacker aims at, with the label it wants them to get. */
final class Relabelled {
    private Relabelled() {}

    /** Copies of the rows whose label is one of these, all under another label. */
    static FeatureRows of(FeatureRows rows, IntPredicate labels, int label) {
        int width = rows.width();
        int[] chosen = IntStream.range(0, rows.rows())
                .filter(row -> labels.test(rows.labels()[row]))
                .toArray();
        float[] features = new float[chosen.length * width];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(rows.features(), chosen[i] * width, features, i * width, width);
        }
        int[] wanted = new int[chosen.length];
        Arrays.fill(wanted, label);
        return new FeatureRows(features, wanted, width);
    }
}
