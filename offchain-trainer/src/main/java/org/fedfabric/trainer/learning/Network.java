package org.fedfabric.trainer.learning;

import java.util.List;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.model.ModelSpec;

/**
 * A network with its parameters and workspace, for one thread at a time: load parameters, run batches, store parameters.
 * It is made once and used for one participant after another. Batches larger than its capacity are run in parts.
 */
final class Network {
    private final ModelSpec spec;
    private final Gemm gemm;
    private final int capacity;
    private final Floats parameters;
    private final TrainingRandom random = new TrainingRandom();
    private final Activations input;
    private final Activations logits;
    private final List<Stage> stages;

    Network(ModelSpec spec, Gemm gemm, int capacity) {
        this.spec = spec;
        this.gemm = gemm;
        this.capacity = capacity;
        this.parameters = gemm.allocate(spec.parameterCount());
        NetworkPlan plan = new NetworkPlan(spec, gemm, capacity, parameters, random);
        this.input = plan.input();
        this.logits = plan.logits();
        this.stages = plan.stages();
    }

    ModelSpec spec() {
        return spec;
    }

    Gemm gemm() {
        return gemm;
    }

    /** Most examples one pass takes. */
    int capacity() {
        return capacity;
    }

    /** The parameters the stages compute with. */
    Floats parameters() {
        return parameters;
    }

    /** Scores before softmax, [example][class], and the place for their gradients. */
    Activations logits() {
        return logits;
    }

    /** What dropout draws from. */
    TrainingRandom random() {
        return random;
    }

    /** Takes a flat parameter vector. */
    void load(float[] flat) {
        parameters.put(0, flat, 0, parameters.length());
    }

    /** The parameters as a flat vector. */
    float[] store() {
        float[] flat = new float[parameters.length()];
        parameters.get(0, flat, 0, flat.length);
        return flat;
    }

    /** Scores of the rows {@code order[from … from + n − 1]}, n ≤ capacity. */
    void forward(FeatureRows rows, int[] order, int from, int n, boolean training) {
        int length = input.rowLength();
        for (int b = 0; b < n; b++) {
            int at = order[from + b] * rows.width();
            for (int y = 0; y < input.shape().height(); y++) {
                System.arraycopy(rows.features(), at + y * length, input.values(), (y * n + b) * length, length);
            }
        }
        for (Stage stage : stages) {
            stage.forward(n, training);
        }
    }

    /** Parameters' gradient from the logits' gradients of the last forward pass in training. */
    void backward(int n, GradientSink sink) {
        for (int i = stages.size() - 1; i >= 0; i--) {
            stages.get(i).backward(n, sink);
        }
    }
}
