package org.fedfabric.trainer.learning;

import org.fedfabric.protocol.data.DataSchema;

/**
 * Cross-entropy of softmax with a weight per class: loss of an example = −w[label] · ln p[label], loss of a batch = Σ
 * losses / Σ w[label], the weighted mean over the batch's examples.
 */
final class SoftmaxLoss {
    private final Activations logits;
    private final int classes;
    private final double[] weights;

    SoftmaxLoss(Activations logits, DataSchema schema) {
        this.logits = logits;
        this.classes = logits.shape().size();
        this.weights = schema.classWeightsMicros().stream()
                .mapToDouble(micros -> micros / 1e6)
                .toArray();
    }

    double weight(int label) {
        return weights[label];
    }

    /**
     * Writes ∂loss/∂logits = w[label] / Σw · (p − 1[label]) for n examples.
     *
     * @param labels label of row r is {@code labels[order[from + r]]}
     * @param totalWeight Σw over the whole batch, of which these examples may be a part
     * @return Σ losses, not divided; NaN if a logit is not finite
     */
    double backward(int n, int[] labels, int[] order, int from, double totalWeight) {
        double sum = 0;
        for (int b = 0; b < n; b++) {
            int label = labels[order[from + b]];
            double scale = weights[label] / totalWeight;
            sum += weights[label] * example(b * classes, label, scale);
        }
        return sum;
    }

    private double example(int at, int label, double scale) {
        float[] z = logits.values();
        float[] gradients = logits.gradients();
        float highest = z[at];
        for (int c = 1; c < classes; c++) {
            highest = Math.max(highest, z[at + c]);
        }
        double total = 0;
        for (int c = 0; c < classes; c++) {
            double exponential = Math.exp(z[at + c] - highest);
            gradients[at + c] = (float) exponential;
            total += exponential;
        }
        float factor = (float) (scale / total);
        for (int c = 0; c < classes; c++) {
            gradients[at + c] *= factor;
        }
        gradients[at + label] -= (float) scale;
        return Math.log(total) + highest - z[at + label];
    }
}
