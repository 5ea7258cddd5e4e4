package org.fedfabric.trainer.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.data.RawRows;

/**
 * Each class is divided by shares drawn from a symmetric Dirichlet distribution (Hsu, Qi and Brown 2019): a small
 * concentration gives each participant a few classes, a large one comes close to equal division.
 *
 * @param concentration A as it was written, 0.001 to 1,000
 */
record DirichletPartition(String concentration) implements Partition {
    /** A participant with fewer rows than this has nothing to learn from (the limit of Li et al. 2022). */
    private static final int FEWEST_ROWS = 10;

    /** Draws before giving up: a division seen in one draw of a hundred is found with probability 1 − 5e-5. */
    private static final int MOST_DRAWS = 1_000;

    DirichletPartition {
        double value = Double.parseDouble(concentration);
        Checks.require(value >= 0.001 && value <= 1_000, "concentration must lie in [0.001, 1000]", concentration);
    }

    @Override
    public List<int[]> divide(RawRows rows, int participants, long seed) {
        SeededDraws draws = SeededDraws.of("dirichlet partition", seed);
        int[][] byClass =
                Strata.rowsByClass(rows.labels(), rows.schema().classes().size());
        for (int[] sameLabel : byClass) {
            draws.shuffle(sameLabel);
        }
        int fewest = Math.max(1, Math.min(FEWEST_ROWS, rows.rows() / (2 * Math.max(1, participants))));
        for (int attempt = 0; attempt < MOST_DRAWS; attempt++) {
            List<IntStream.Builder> parts = deal(byClass, participants, draws);
            List<int[]> divided = new ArrayList<>(participants);
            parts.forEach(part -> divided.add(part.build().sorted().toArray()));
            if (participants > 0 && divided.stream().allMatch(part -> part.length >= fewest)) {
                return divided;
            }
        }
        throw new DatasetException("A " + this + " division must give each of the " + participants
                + " participants at least " + fewest + " rows. Provided value: " + rows.rows() + " rows, and none of "
                + MOST_DRAWS + " draws did. Take a larger concentration, more rows or fewer participants.");
    }

    private List<IntStream.Builder> deal(int[][] byClass, int participants, SeededDraws draws) {
        List<IntStream.Builder> parts = new ArrayList<>(participants);
        for (int p = 0; p < participants; p++) {
            parts.add(IntStream.builder());
        }
        for (int[] sameLabel : byClass) {
            double[] shareUpTo = sharesUpTo(participants, draws);
            for (int i = 0, p = 0; i < sameLabel.length; i++) {
                while (p < participants - 1 && (i + 0.5) / sameLabel.length > shareUpTo[p]) {
                    p++;
                }
                parts.get(p).add(sameLabel[i]);
            }
        }
        return parts;
    }

    /** Running sums of Dirichlet shares: gamma draws over their sum. */
    private double[] sharesUpTo(int participants, SeededDraws draws) {
        double[] upTo = new double[participants];
        double sum = 0;
        for (int p = 0; p < participants; p++) {
            sum += draws.gamma(Double.parseDouble(concentration));
            upTo[p] = sum;
        }
        for (int p = 0; p < participants; p++) {
            upTo[p] /= sum;
        }
        return upTo;
    }

    /** Below 1 most of a class's rows are a few participants'. */
    @Override
    public boolean leavesFewClasses() {
        return Double.parseDouble(concentration) < 1;
    }

    @Override
    public String toString() {
        return "dirichlet:" + concentration;
    }
}
