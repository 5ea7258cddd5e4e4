package org.fedfabric.trainer.dataset;

import org.fedfabric.protocol.data.RawRows;

/** Sets a test set aside in data that has none. */
final class HeldOut {
    /** One row in five: the split usual for AI4I 2020 and for tables of this size. */
    private static final int ONE_IN = 5;

    private HeldOut() {}

    /** Rows a table must have so that at least {@code training} remain. */
    static int rowsFor(int training) {
        return Math.toIntExact(((long) training * ONE_IN + ONE_IN - 2) / (ONE_IN - 1));
    }

    /** A fifth of the rows as test set, stratified by class, drawn by the seed. */
    static Dataset fifth(String origin, RawRows all, long seed) {
        return fifth(new Dataset(origin, all, all.select(new int[0])), seed);
    }

    /** A fifth of a data set's training rows as its test set. */
    static Dataset fifth(Dataset whole, long seed) {
        RawRows all = whole.training();
        if (all.rows() < ONE_IN) {
            throw new DatasetException("A data set must have at least " + ONE_IN
                    + " rows to set one in five aside for the test. Provided value: " + all.rows() + " rows of "
                    + whole.origin() + ". Give more rows.");
        }
        int[] test = Strata.draw(
                all.labels(),
                all.schema().classes().size(),
                all.rows() / ONE_IN,
                SeededDraws.of("held-out test rows", seed));
        int[] training = Strata.others(all.rows(), test);
        return new Dataset(
                whole.origin(),
                all.select(training),
                all.select(test),
                whole.files().select(training),
                whole.inferred());
    }
}
