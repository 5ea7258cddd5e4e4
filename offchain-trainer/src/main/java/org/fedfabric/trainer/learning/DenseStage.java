package org.fedfabric.trainer.learning;

/**
 * y = x·W + b for each example: out[n][units] from in[n][inputs].
 *
 * <p>The parameter vector holds W and below it b, which is one matrix of inputs + 1 rows; with a constant 1 behind each
 * example's inputs the product with it includes the bias, and the product for its gradient the bias's.
 */
final class DenseStage implements Stage {
    private final Gemm gemm;
    private final Activations in;
    private final Activations out;
    private final int inputs;
    private final int units;
    private final int offset;
    private final Matrix weights;
    private final Matrix weightsAndBias;

    /** [example][inputs and a 1]. */
    private final Floats x;

    /** [example][unit]: outputs going forward, their gradients coming back. */
    private final Floats y;

    /** [example][input]. */
    private final Floats inputGradients;

    DenseStage(Gemm gemm, Activations in, Activations out, Floats parameters, int offset, int capacity) {
        this.gemm = gemm;
        this.in = in;
        this.out = out;
        this.inputs = in.shape().size();
        this.units = out.shape().size();
        this.offset = offset;
        this.weights = Matrix.dense(parameters, offset, inputs, units);
        this.weightsAndBias = Matrix.dense(parameters, offset, inputs + 1, units);
        this.x = gemm.allocate(Math.multiplyExact(capacity, inputs + 1));
        this.y = gemm.allocate(Math.multiplyExact(capacity, units));
        this.inputGradients = in.hasGradients() ? gemm.allocate(Math.multiplyExact(capacity, inputs)) : null;
        float[] one = {1f};
        for (int b = 0; b < capacity; b++) {
            x.put(b * (inputs + 1) + inputs, one, 0, 1);
        }
    }

    @Override
    public void forward(int n, boolean training) {
        for (int b = 0; b < n; b++) {
            x.put(b * (inputs + 1), in.values(), b * inputs, inputs);
        }
        gemm.multiply(1, Matrix.dense(x, 0, n, inputs + 1), weightsAndBias, 0, Matrix.dense(y, 0, n, units));
        y.get(0, out.values(), 0, n * units);
    }

    @Override
    public void backward(int n, GradientSink sink) {
        y.put(0, out.gradients(), 0, n * units);
        Matrix outputGradients = Matrix.dense(y, 0, n, units);
        if (in.hasGradients()) {
            gemm.multiply(1, outputGradients, weights.transpose(), 0, Matrix.dense(inputGradients, 0, n, inputs));
            inputGradients.get(0, in.gradients(), 0, n * inputs);
        }
        gemm.multiply(
                sink.scale(),
                Matrix.dense(x, 0, n, inputs + 1).transpose(),
                outputGradients,
                sink.keep(),
                Matrix.dense(sink.vector(), offset, inputs + 1, units));
    }
}
