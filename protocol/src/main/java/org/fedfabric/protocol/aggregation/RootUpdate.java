package org.fedfabric.protocol.aggregation;

import java.util.Arrays;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.model.BackwardPass;
import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.Training;

/**
 * What a participant that had the validation rows would send: the task's own training on them, clipped, in steps of whole
 * weight. Nothing is drawn: of m batches, batch k has rows k, k + m, k + 2m, … in every epoch, so rows that lie sorted by class
 * are spread over all batches; dropout does nothing.
 */
final class RootUpdate {
    private RootUpdate() {}

    /**
     * The root update, all zeros if training leaves the finite numbers.
     *
     * @param base parameters of the version
     * @param rows the validation rows, at least one
     */
    static int[] of(TaskSpec spec, float[] base, FeatureRows rows) {
        Training training = spec.training();
        BackwardPass network = BackwardPass.of(spec.model());
        double[] parameters = new double[base.length];
        Arrays.setAll(parameters, j -> base[j]);
        double[] velocity = new double[base.length];
        double rate = training.rateMicros() / 1e6;
        double momentum = training.momentumMicros() / 1e6;
        int batches = (rows.rows() - 1) / training.batch() + 1;
        for (int step = 0; step < training.epochs() * batches; step++) {
            double[] gradient = network.gradient(
                    parameters,
                    rows,
                    batch(step % batches, batches, rows.rows()),
                    spec.data().classWeightsMicros());
            for (int j = 0; j < parameters.length; j++) {
                velocity[j] = momentum * velocity[j] + gradient[j];
                parameters[j] -= rate * velocity[j];
            }
        }
        for (int j = 0; j < parameters.length; j++) {
            parameters[j] -= base[j];
        }
        return inSteps(parameters, spec.quantisation());
    }

    private static int[] batch(int first, int batches, int rows) {
        int[] batch = new int[(rows - first - 1) / batches + 1];
        Arrays.setAll(batch, i -> first + i * batches);
        return batch;
    }

    private static int[] inSteps(double[] update, Quantisation quantisation) {
        double square = 0;
        for (double value : update) {
            square += value * value;
        }
        int[] steps = new int[update.length];
        if (!(square <= Double.MAX_VALUE)) {
            return steps;
        }
        double norm = StrictMath.sqrt(square);
        double shrink = norm > quantisation.clipNorm() ? quantisation.clipNorm() / norm : 1;
        double scale = shrink * quantisation.scale();
        for (int j = 0; j < steps.length; j++) {
            // At most C·s = 2³⁰.
            steps[j] = (int) StrictMath.rint(update[j] * scale);
        }
        return steps;
    }
}
