package org.fedfabric.trainer.demo;

import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.trainer.dataset.DataOptions;
import org.fedfabric.trainer.dataset.SplitPlan;

/**
 * What a data set is trained with unless the options say otherwise.
 *
 * @param partition how rows are spread
 * @param versions versions to publish
 * @param clipNorm L2 norm an update is clipped to: well above what honest updates reach, so that it only bounds attackers
 * @param epochs passes over a participant's rows for a version
 * @param batch rows per step
 * @param validationCount rows that endorsers judge with
 */
record DatasetDefaults(String partition, int versions, double clipNorm, int epochs, int batch, int validationCount) {
    private static final double CLIP_NORM = 20;

    /**
     * The clipping norm in a task with noise, which grows with it: between the median norms of honest updates of the
     * {@code linear} model in the first version, 2.3 to 2.5, and in later ones, 0.6 to 0.8, measured on public data with 12
     * to 100 participants. A default must not be taken from the data it is to protect.
     */
    static final double NOISY_CLIP_NORM = 1;

    private static final int BATCH = 32;

    /** Steps below which one version teaches a participant's model too little to be worth its transactions. */
    private static final int STEPS = 30;

    /** More passes than this over the same few rows learn them by heart. */
    private static final int MOST_EPOCHS = 20;

    /** Fewer rows a step than this make it too unsteady at the default rate. */
    private static final int LEAST_BATCH = 8;

    /** One training row in eight judges, up to the default. */
    private static final int ONE_VALIDATES_IN = 8;

    /** Judging an update may cost 4e9 multiply-adds (protocol.md §4); a quarter of it keeps versions short. */
    private static final long JUDGING_MULTIPLY_ADDS = 1_000_000_000;

    /** Images with a shorter side than this leave a small-cnn nothing after its second pooling. */
    private static final int SHORTEST_SIDE = 16;

    /** The network for rows of this kind. */
    static String model(DataSchema schema) {
        if (!(schema.columns().get(0) instanceof Column.Pixels pixels)) {
            return "mlp";
        }
        return Math.min(pixels.height(), pixels.columns()) >= SHORTEST_SIDE ? "small-cnn" : "2nn";
    }

    /**
     * @param training rows to take validation rows from and to divide
     * @param participants how many share them
     * @param multiplyAdds what one row costs the network
     */
    static DatasetDefaults of(DataOptions.Kind kind, RawRows training, int participants, long multiplyAdds) {
        int usual = SplitPlan.DEFAULT_VALIDATION_COUNT;
        return switch (kind) {
            case GENERATED -> new DatasetDefaults("column:Type", 30, CLIP_NORM, 1, BATCH, usual);
            case MNIST -> new DatasetDefaults("iid", 5, CLIP_NORM, 1, BATCH, usual);
            case IDX, CSV -> {
                int classes = training.schema().classes().size();
                int validation = (int) Math.min(
                        Math.min(usual, JUDGING_MULTIPLY_ADDS / multiplyAdds),
                        Math.max(2L * classes, training.rows() / ONE_VALIDATES_IN));
                int each = Math.max(1, (training.rows() - validation) / participants);
                int batch = Math.max(LEAST_BATCH, Math.min(BATCH, each / 4));
                int steps = (each + batch - 1) / batch;
                int epochs = Math.max(1, Math.min(MOST_EPOCHS, STEPS / steps));
                yield new DatasetDefaults(
                        "iid",
                        kind == DataOptions.Kind.IDX ? 5 : 12,
                        CLIP_NORM,
                        epochs,
                        batch,
                        Math.max(classes, validation));
            }
        };
    }
}
