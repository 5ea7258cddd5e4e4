package org.fedfabric.experiments.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.trainer.learning.Evaluation;
import org.fedfabric.trainer.learning.Predictor;

/**
 * What a model is worth on the test rows, computed on all cores.
 *
 * @param accuracy share of rows that are right
 * @param loss mean cross-entropy in nats
 * @param aimed share of the attacker's rows that get the label it wants; empty where nothing is planted
 */
record Measuring(double accuracy, double loss, Optional<Double> aimed) {
    /**
     * Measures a model.
     *
     * @param aim what an attacker wants of the test rows, if it plants something
     */
    static Measuring of(ModelSpec model, float[] parameters, FeatureRows test, Optional<FeatureRows> aim, Workers cores)
            throws RunException, InterruptedException {
        Sums sums = sums(model, parameters, test, cores);
        Optional<Double> aimed = aim.isEmpty()
                ? Optional.empty()
                : Optional.of(sums(model, parameters, aim.get(), cores).accuracy());
        return new Measuring(sums.accuracy(), sums.loss(), aimed);
    }

    private record Sums(long rows, long right, double nats) {
        double accuracy() {
            return (double) right / rows;
        }

        double loss() {
            return nats / rows;
        }

        Sums plus(Sums other) {
            return new Sums(rows + other.rows, right + other.right, nats + other.nats);
        }
    }

    private static Sums sums(ModelSpec model, float[] parameters, FeatureRows rows, Workers cores)
            throws RunException, InterruptedException {
        int parts = Math.min(cores.threads(), rows.rows());
        List<Callable<Sums>> work = new ArrayList<>();
        for (int p = 0; p < parts; p++) {
            int from = (int) ((long) rows.rows() * p / parts);
            int to = (int) ((long) rows.rows() * (p + 1) / parts);
            work.add(() -> sums(model, parameters, rows, from, to));
        }
        return cores.all(work).stream().reduce(new Sums(0, 0, 0), Sums::plus);
    }

    private static Sums sums(ModelSpec model, float[] parameters, FeatureRows rows, int from, int to) {
        float[] features = Arrays.copyOfRange(rows.features(), from * rows.width(), to * rows.width());
        int[] labels = Arrays.copyOfRange(rows.labels(), from, to);
        float[] logits;
        try (Predictor predictor = new Predictor(model)) {
            logits = predictor.logits(parameters, features, labels.length);
        }
        int classes = model.classes();
        long right = Math.round(Evaluation.of(logits, labels, classes).accuracy() * labels.length);
        double nats = 0;
        for (int row = 0; row < labels.length; row++) {
            nats += crossEntropy(logits, row * classes, classes, labels[row]);
        }
        return new Sums(labels.length, right, nats);
    }

    /** −ln of the label's share after softmax, by the largest score so that nothing overflows. */
    private static double crossEntropy(float[] logits, int at, int classes, int label) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            largest = Math.max(largest, logits[at + c]);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(logits[at + c] - largest);
        }
        return Math.log(sum) + largest - logits[at + label];
    }
}
