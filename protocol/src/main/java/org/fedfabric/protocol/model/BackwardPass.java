package org.fedfabric.protocol.model;

import java.util.Arrays;
import java.util.List;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.data.FeatureRows;

/**
 * Gradients of a network's loss in plain Java, with the same bits on every machine: double precision, one example after the
 * other, sums in the order of the source. Dropout does nothing, as in forward passes. Instances hold no state between calls,
 * so threads can share one.
 */
public final class BackwardPass {
    private final ModelSpec spec;
    private final List<GradientStage> stages;
    private final int width;

    private BackwardPass(ModelSpec spec) {
        this.spec = spec;
        this.stages = GradientStage.of(spec);
        this.width = spec.input().size();
    }

    /** The backward pass of a network. */
    public static BackwardPass of(ModelSpec spec) {
        return new BackwardPass(spec);
    }

    /**
     * ∂L/∂parameters of the class-weighted mean cross-entropy L = Σ w·loss / Σ w over some rows.
     *
     * @param parameters the flat parameter vector
     * @param rows rows with the network's number of features
     * @param chosen which of them, at least one, in the order of summation
     * @param classWeightsMicros weight of each class
     * @return one value for each parameter; not finite if a score is not
     */
    public double[] gradient(double[] parameters, FeatureRows rows, int[] chosen, List<Long> classWeightsMicros) {
        Checks.require(
                parameters.length == spec.parameterCount(),
                "The model must have " + spec.parameterCount() + " parameters",
                parameters.length);
        Checks.require(rows.width() == width, "A row must have " + width + " features", rows.width());
        double total = 0;
        for (int row : chosen) {
            total += classWeightsMicros.get(rows.labels()[row]);
        }
        double[] gradient = new double[parameters.length];
        double[][] values = lanes();
        double[][] errors = lanes();
        for (int row : chosen) {
            forward(parameters, rows.features(), row, values);
            int label = rows.labels()[row];
            lossError(values[stages.size()], label, classWeightsMicros.get(label) / total, errors[stages.size()]);
            for (int l = stages.size() - 1; l >= 0; l--) {
                stages.get(l)
                        .back(parameters, values[l], values[l + 1], errors[l + 1], l > 0 ? errors[l] : null, gradient);
            }
        }
        return gradient;
    }

    /** The scores of one row before softmax. */
    double[] logits(double[] parameters, float[] features, int row) {
        double[][] values = lanes();
        forward(parameters, features, row, values);
        return values[stages.size()];
    }

    private void forward(double[] parameters, float[] features, int row, double[][] values) {
        for (int i = 0; i < width; i++) {
            values[0][i] = features[row * width + i];
        }
        for (int l = 0; l < stages.size(); l++) {
            stages.get(l).forward(parameters, values[l], values[l + 1]);
        }
    }

    /** weight · (softmax − 1[label]). */
    private static void lossError(double[] logits, int label, double weight, double[] error) {
        double highest = Arrays.stream(logits).max().orElseThrow();
        double sum = 0;
        for (int c = 0; c < logits.length; c++) {
            error[c] = StrictMath.exp(logits[c] - highest);
            sum += error[c];
        }
        for (int c = 0; c < logits.length; c++) {
            error[c] = weight * (error[c] / sum - (c == label ? 1 : 0));
        }
    }

    private double[][] lanes() {
        double[][] lanes = new double[stages.size() + 1][];
        lanes[0] = new double[width];
        for (int l = 0; l < stages.size(); l++) {
            lanes[l + 1] = new double[stages.get(l).outputs()];
        }
        return lanes;
    }
}
