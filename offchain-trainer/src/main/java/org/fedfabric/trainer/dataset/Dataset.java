package org.fedfabric.trainer.dataset;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.data.RawRows;

/**
 * Rows to learn from and rows to be measured on, under one schema. The test rows are for the final evaluator alone:
 * no trainer and no validator sees them.
 *
 * @param origin what it is and where it came from, for reports
 * @param training rows that participants and the validation set are taken from
 * @param test rows nobody trains or validates on
 */
public record Dataset(String origin, RawRows training, RawRows test) {
    /** Checks that both parts have rows of one schema. */
    public Dataset {
        Checks.present(origin, "origin of a data set");
        Checks.present(training, "training rows");
        Checks.present(test, "test rows");
        Checks.require(
                training.schema().equals(test.schema()),
                "Training and test rows must have one schema",
                test.schema().label());
    }
}
