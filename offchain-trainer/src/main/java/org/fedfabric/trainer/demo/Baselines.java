package org.fedfabric.trainer.demo;

import java.util.ArrayList;
import java.util.List;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.trainer.learning.Evaluation;
import org.fedfabric.trainer.learning.LocalTraining;
import org.fedfabric.trainer.learning.Predictor;
import org.fedfabric.trainer.learning.ProgressListener;
import org.fedfabric.trainer.terms.TaskDraft;

/**
 * What training together is compared with: each enterprise on its own rows, and everybody's rows in one place. Same
 * network, same initial weights, same optimiser, as many passes over the rows as the federation made.
 *
 * @param localOnlyF1 mean over the enterprises, each measured on the common test rows
 * @param pooledF1 of the pooled model
 * @param seconds what training and measuring took
 */
record Baselines(double localOnlyF1, double pooledF1, double seconds) {
    static Baselines measure(TaskDraft draft, List<FeatureRows> byEnterprise, FeatureRows test) {
        long begin = System.nanoTime();
        double sum = 0;
        for (FeatureRows rows : byEnterprise) {
            sum += f1(draft, rows, test);
        }
        double pooled = f1(draft, concatenated(byEnterprise), test);
        return new Baselines(sum / byEnterprise.size(), pooled, (System.nanoTime() - begin) / 1e9);
    }

    private static double f1(TaskDraft draft, FeatureRows rows, FeatureRows test) {
        Training once = draft.training();
        Training all = new Training(
                once.epochs() * draft.versions(),
                once.batch(),
                once.optimiser(),
                once.rateMicros(),
                once.momentumMicros());
        float[] trained = LocalTraining.run(
                        draft.model(),
                        all,
                        draft.data(),
                        rows,
                        draft.initialParameters(),
                        draft.seed(),
                        ProgressListener.NONE)
                .parameters();
        try (Predictor predictor = new Predictor(draft.model())) {
            return Evaluation.of(
                            predictor.logits(trained, test.features(), test.rows()),
                            test.labels(),
                            draft.model().classes())
                    .f1();
        }
    }

    static FeatureRows concatenated(List<FeatureRows> parts) {
        int rows = parts.stream().mapToInt(FeatureRows::rows).sum();
        int width = parts.get(0).width();
        float[] features = new float[Math.multiplyExact(rows, width)];
        int[] labels = new int[rows];
        int at = 0;
        for (FeatureRows part : new ArrayList<>(parts)) {
            System.arraycopy(part.features(), 0, features, at * width, part.features().length);
            System.arraycopy(part.labels(), 0, labels, at, part.rows());
            at += part.rows();
        }
        return new FeatureRows(features, labels, width);
    }
}
