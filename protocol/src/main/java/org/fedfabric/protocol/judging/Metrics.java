package org.fedfabric.protocol.judging;

import java.util.List;
import org.fedfabric.protocol.canonical.Checks;

/**
 * What a network's scores before softmax are worth against known labels. Plain loops in row order and StrictMath, so the
 * same bits everywhere; results in millionths, rounded against whoever submitted the model.
 */
public final class Metrics {
    /**
     * The most that one row can cost, in nats. A loss this high is a probability of 4e-44; the clamp gives rows whose
     * scores are not numbers a place, and keeps one row from deciding alone.
     */
    public static final double MAX_LOSS_NATS = 100;

    private static final double MICROS = 1e6;

    private Metrics() {}

    /**
     * Class-weighted mean cross-entropy Σ w_y·ℓ / Σ w_y with ℓ = ln Σⱼ exp(zⱼ) − z_y in nats, each ℓ at most
     * {@link #MAX_LOSS_NATS} and equal to it where a score is not finite. Accuracy is blind to "always no" where
     * positives are rare; this is not.
     *
     * @param logits rows × classes, row after row
     * @param labels the class of each row
     * @param classWeightsMicros weight of each class
     * @return nats in millionths, rounded up; lower is better
     * @throws IllegalArgumentException if there are no rows or the lengths do not fit
     */
    public static long crossEntropyMicros(float[] logits, int[] labels, List<Long> classWeightsMicros) {
        int classes = classWeightsMicros.size();
        requireShape(logits, labels, classes);
        double sum = 0;
        double weights = 0;
        for (int row = 0; row < labels.length; row++) {
            double weight = classWeightsMicros.get(labels[row]);
            sum += weight * loss(logits, row * classes, classes, labels[row]);
            weights += weight;
        }
        return (long) StrictMath.ceil(sum / weights * MICROS);
    }

    /**
     * Mean cross-entropy of each class's rows in nats, each row at most {@link #MAX_LOSS_NATS}.
     *
     * @param logits rows × classes, row after row
     * @param labels the class of each row
     * @param classes number of classes
     * @return one mean for each class; 0 where a class has no rows
     * @throws IllegalArgumentException if there are no rows or the lengths do not fit
     */
    static double[] classLosses(float[] logits, int[] labels, int classes) {
        requireShape(logits, labels, classes);
        double[] losses = new double[classes];
        int[] counts = new int[classes];
        for (int row = 0; row < labels.length; row++) {
            losses[labels[row]] += loss(logits, row * classes, classes, labels[row]);
            counts[labels[row]]++;
        }
        for (int c = 0; c < classes; c++) {
            losses[c] = counts[c] == 0 ? 0 : losses[c] / counts[c];
        }
        return losses;
    }

    /**
     * Share of rows whose highest score is the label's (S1's algorithm 2: each prediction is compared with its own label,
     * counting starts at 0). Among equal scores the lowest class is predicted; a row with a score that is not finite is
     * wrong.
     *
     * @param logits rows × classes, row after row
     * @param labels the class of each row
     * @param classes number of classes
     * @return share in millionths, rounded down; higher is better
     * @throws IllegalArgumentException if there are no rows or the lengths do not fit
     */
    public static long accuracyMicros(float[] logits, int[] labels, int classes) {
        requireShape(logits, labels, classes);
        long correct = 0;
        for (int row = 0; row < labels.length; row++) {
            if (isFinite(logits, row * classes, classes) && highest(logits, row * classes, classes) == labels[row]) {
                correct++;
            }
        }
        return correct * 1_000_000L / labels.length;
    }

    /** Whether every score is a finite number. */
    static boolean isFinite(float[] logits, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (!(Math.abs(logits[i]) <= Float.MAX_VALUE)) {
                return false;
            }
        }
        return true;
    }

    private static double loss(float[] logits, int from, int classes, int label) {
        if (!isFinite(logits, from, classes)) {
            return MAX_LOSS_NATS;
        }
        double highest = logits[from + highest(logits, from, classes)];
        double sum = 0;
        for (int j = 0; j < classes; j++) {
            sum += StrictMath.exp(logits[from + j] - highest);
        }
        // Where the label's score is the highest, rounding could leave a hair below zero.
        double loss = StrictMath.log(sum) + highest - logits[from + label];
        return Math.min(Math.max(loss, 0), MAX_LOSS_NATS);
    }

    private static int highest(float[] logits, int from, int classes) {
        int best = 0;
        for (int j = 1; j < classes; j++) {
            if (logits[from + j] > logits[from + best]) {
                best = j;
            }
        }
        return best;
    }

    private static void requireShape(float[] logits, int[] labels, int classes) {
        Checks.require(labels.length > 0, "A validation set must have rows", labels.length);
        Checks.require(
                logits.length == (long) labels.length * classes,
                labels.length + " rows must have " + classes + " scores each",
                logits.length);
    }
}
