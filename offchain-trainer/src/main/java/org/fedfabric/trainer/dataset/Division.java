package org.fedfabric.trainer.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.data.RawRows;

/**
 * A data set divided in memory.
 *
 * @param validation rows every endorser judges with; taken from training rows, every class present
 * @param test rows for the final evaluator
 * @param parts rows of each participant, in the plan's order
 */
public record Division(RawRows validation, RawRows test, List<RawRows> parts) {
    /**
     * Divides a data set: first the validation rows are taken from the training rows, then the rest (or as many as the
     * plan asks for) goes to the participants. The test rows are passed through untouched.
     *
     * @throws DatasetException if there are too few rows, or a class is missing
     */
    public static Division of(Dataset dataset, SplitPlan plan) {
        RawRows training = dataset.training();
        int classes = training.schema().classes().size();
        requireEveryClass(training, classes);
        int spare = training.rows() - plan.validationCount();
        int wanted = plan.trainCount() == 0 ? Math.max(1, spare) : plan.trainCount();
        if (plan.validationCount() < classes || wanted > spare) {
            throw new DatasetException("Training rows must suffice for " + wanted + " to train on and "
                    + plan.validationCount() + " to validate with, at least one of each of the " + classes
                    + " classes. Provided value: " + training.rows() + " rows of " + dataset.origin()
                    + ". Ask for fewer, or give more rows.");
        }
        int[] validation = Strata.draw(
                training.labels(), classes, plan.validationCount(), SeededDraws.of("validation rows", plan.seed()));
        int[] others = Strata.others(training.rows(), validation);
        RawRows rest = training.select(others);
        RowFiles files = dataset.files().select(others);
        if (wanted < rest.rows()) {
            SeededDraws draws = SeededDraws.of("training rows", plan.seed());
            int[] drawn = Strata.draw(rest.labels(), classes, wanted, draws);
            rest = rest.select(drawn);
            files = files.select(drawn);
        }
        List<RawRows> parts = new ArrayList<>();
        List<int[]> divided = plan.partition() instanceof FilePartition byFile
                ? byFile.divide(files, plan.owners(), plan.seed())
                : plan.partition().divide(rest, plan.owners().size(), plan.seed());
        for (int[] part : divided) {
            parts.add(rest.select(part));
        }
        return new Division(training.select(validation), dataset.test(), parts);
    }

    private static void requireEveryClass(RawRows training, int classes) {
        int[][] byClass = Strata.rowsByClass(training.labels(), classes);
        IntStream.range(0, classes)
                .filter(c -> byClass[c].length == 0)
                .findFirst()
                .ifPresent(missing -> {
                    throw new DatasetException("Every class must occur in the training rows, or nobody could judge it. "
                            + "Provided value: no row of class \""
                            + training.schema().classes().get(missing)
                            + "\". Remove the class from the schema, or give rows of it.");
                });
    }
}
