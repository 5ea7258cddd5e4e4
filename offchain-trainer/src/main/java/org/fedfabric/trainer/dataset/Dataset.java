package org.fedfabric.trainer.dataset;

import java.util.Optional;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.data.RawRows;

/**
 * Rows to learn from and rows to be measured on, under one schema. The test rows are for the final evaluator alone:
 * no trainer and no validator sees them.
 *
 * @param origin what it is and where it came from, for reports
 * @param training rows that participants and the validation set are taken from
 * @param test rows nobody trains or validates on
 * @param files which file each training row is from
 * @param inferred how the schema came about, if it was inferred
 */
public record Dataset(
        String origin, RawRows training, RawRows test, RowFiles files, Optional<InferenceReport> inferred) {
    /** Checks that both parts have rows of one schema. */
    public Dataset {
        Checks.present(origin, "origin of a data set");
        Checks.present(training, "training rows");
        Checks.present(test, "test rows");
        Checks.present(files, "files of the training rows");
        Checks.present(inferred, "inference");
        Checks.require(
                training.schema().equals(test.schema()),
                "Training and test rows must have one schema",
                test.schema().label());
        Checks.require(
                files.fileOfRow().length == training.rows() || files.names().size() < 2,
                "Each training row must have its file",
                files.fileOfRow().length);
    }

    /** Rows under a schema that was given, all from one place. */
    public Dataset(String origin, RawRows training, RawRows test) {
        this(origin, training, test, RowFiles.one(), Optional.empty());
    }
}
