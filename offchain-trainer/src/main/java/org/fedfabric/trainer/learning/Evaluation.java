package org.fedfabric.trainer.learning;

import java.util.Arrays;
import org.fedfabric.protocol.canonical.Checks;

/**
 * How well scores tell classes apart. A row is predicted to be of the class with its highest score, the lower class of
 * two equals. With two classes precision, recall and F1 are those of class 1, the positive one; with more they are the
 * means over the classes (macro). What would be 0 / 0 counts as 0: a class that was never predicted has precision 0, one
 * without rows recall 0.
 *
 * @param confusion [actual class][predicted class] counts of rows
 * @param accuracy share of rows predicted right
 * @param precision of the rows predicted to be of a class, the share that is
 * @param recall of the rows of a class, the share predicted to be
 * @param f1 harmonic mean of precision and recall; macro: mean of the classes' F1
 */
public record Evaluation(long[][] confusion, double accuracy, double precision, double recall, double f1) {
    /**
     * Evaluates scores.
     *
     * @param logits rows × classes, all finite
     * @param labels the actual class of each row
     * @param classes number of classes, at least 2
     */
    public static Evaluation of(float[] logits, int[] labels, int classes) {
        Checks.inRange(classes, 2, 4_096, "classes");
        Checks.require(labels.length > 0, "An evaluation needs at least one row", labels.length);
        Checks.require(
                logits.length == (long) labels.length * classes,
                labels.length + " rows must have " + classes + " scores each",
                logits.length);
        long[][] confusion = new long[classes][classes];
        for (int row = 0; row < labels.length; row++) {
            Checks.inRange(labels[row], 0, classes - 1, "the label of row " + row);
            confusion[labels[row]][predicted(logits, row, classes)]++;
        }
        return of(confusion);
    }

    private static Evaluation of(long[][] confusion) {
        int classes = confusion.length;
        long right = 0;
        long rows = 0;
        double[] precision = new double[classes];
        double[] recall = new double[classes];
        double[] f1 = new double[classes];
        for (int c = 0; c < classes; c++) {
            int column = c;
            long hits = confusion[c][c];
            long actual = Arrays.stream(confusion[c]).sum();
            long predicted =
                    Arrays.stream(confusion).mapToLong(row -> row[column]).sum();
            precision[c] = ratio(hits, predicted);
            recall[c] = ratio(hits, actual);
            f1[c] = ratio(2 * hits, predicted + actual);
            right += hits;
            rows += actual;
        }
        return new Evaluation(confusion, ratio(right, rows), summary(precision), summary(recall), summary(f1));
    }

    private static int predicted(float[] logits, int row, int classes) {
        int best = 0;
        for (int c = 0; c < classes; c++) {
            float score = logits[row * classes + c];
            Checks.require(Float.isFinite(score), "Scores must be finite; row " + row + " has another", score);
            best = score > logits[row * classes + best] ? c : best;
        }
        return best;
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private static double summary(double[] perClass) {
        return perClass.length == 2
                ? perClass[1]
                : Arrays.stream(perClass).average().orElseThrow();
    }
}
