package org.fedfabric.protocol.judging;

/**
 * Onto whose rows an update pushes labels. Whatever an update was trained on, it raises the scores of those labels most on
 * rows like the ones that carried them. Trained on true labels, that is a label's own class; trained on 9 − y, the label
 * that rises most does so on rows of another class, however well the update helps the classes that it names. Seen on labelled
 * rows, from the scores of base + λ·δ and base − λ·δ; a whole class's mean at a time, so that single rows decide nothing.
 */
final class LabelPushes {
    /** [label][class of the rows]: mean rise of the label's score relative to the row's mean. */
    private final double[][] pushes;

    /** Mean of each label's pushes over all classes. */
    private final double[] means;

    /**
     * What is between two models.
     *
     * @param forward scores of base + λ·δ, rows × classes, row after row
     * @param backward scores of base − λ·δ
     * @param labels the class of each row
     * @param classes number of classes, at least 2
     */
    LabelPushes(float[] forward, float[] backward, int[] labels, int classes) {
        this.pushes = pushes(forward, backward, labels, classes);
        this.means = new double[classes];
        for (int label = 0; label < classes; label++) {
            for (int rowClass = 0; rowClass < classes; rowClass++) {
                means[label] += pushes[label][rowClass] / classes;
            }
        }
    }

    /**
     * (a − b) / c, where Q[l][k] is how far label l's score rises on rows of class k beyond what it does on the mean of all
     * classes, a the largest Q[l][l], b the largest Q[l][k] with k ≠ l, and c the largest |Q|. Scores are taken relative to
     * the row's mean, for adding the same to all labels predicts the same.
     *
     * @return −2 to 2: above 0 if the strongest push is onto a label's own rows; 0 if the update pushes nothing
     */
    double ownLead() {
        int classes = pushes.length;
        double own = Double.NEGATIVE_INFINITY;
        double others = Double.NEGATIVE_INFINITY;
        double largest = 0;
        for (int label = 0; label < classes; label++) {
            for (int rowClass = 0; rowClass < classes; rowClass++) {
                double beyond = pushes[label][rowClass] - means[label];
                largest = Math.max(largest, Math.abs(beyond));
                if (rowClass == label) {
                    own = Math.max(own, beyond);
                } else {
                    others = Math.max(others, beyond);
                }
            }
        }
        return largest == 0 ? 0 : (own - others) / largest;
    }

    /**
     * (a + b) / (a − b), where a is how far the label that rises most does so on the mean of all classes, and b the same of the
     * one that rises least. Training on few labels raises those few far and lowers all others a little, so it leans above 0,
     * whatever it was trained on and however little it learns; its opposite leans below 0 by as much.
     *
     * @return −1 to 1; 0 if the update pushes nothing
     */
    double lean() {
        double most = Double.NEGATIVE_INFINITY;
        double least = Double.POSITIVE_INFINITY;
        for (double mean : means) {
            most = Math.max(most, mean);
            least = Math.min(least, mean);
        }
        return most == least ? 0 : (most + least) / (most - least);
    }

    private static double[][] pushes(float[] forward, float[] backward, int[] labels, int classes) {
        double[][] sums = new double[classes][classes];
        int[] counts = new int[classes];
        for (int row = 0; row < labels.length; row++) {
            int start = row * classes;
            double mean = 0;
            for (int label = 0; label < classes; label++) {
                mean += ((double) forward[start + label] - backward[start + label]) / classes;
            }
            for (int label = 0; label < classes; label++) {
                sums[label][labels[row]] += (double) forward[start + label] - backward[start + label] - mean;
            }
            counts[labels[row]]++;
        }
        for (int label = 0; label < classes; label++) {
            for (int rowClass = 0; rowClass < classes; rowClass++) {
                sums[label][rowClass] /= Math.max(1, counts[rowClass]);
            }
        }
        return sums;
    }
}
