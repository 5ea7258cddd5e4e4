package org.fedfabric.trainer.learning;

/** Adds each channel's bias, in place. */
final class BiasStage implements Stage {
    private final Activations io;
    private final Floats parameters;
    private final int offset;
    private final float[] bias;
    private final float[] former;

    BiasStage(Activations io, Floats parameters, int offset) {
        this.io = io;
        this.parameters = parameters;
        this.offset = offset;
        this.bias = new float[io.shape().channels()];
        this.former = new float[bias.length];
    }

    @Override
    public void forward(int n, boolean training) {
        parameters.get(offset, bias, 0, bias.length);
        float[] values = io.values();
        int length = n * io.shape().size();
        for (int i = 0; i < length; i += bias.length) {
            for (int c = 0; c < bias.length; c++) {
                values[i + c] += bias[c];
            }
        }
    }

    @Override
    public void backward(int n, GradientSink sink) {
        float[] gradients = io.gradients();
        float[] sum = new float[bias.length];
        int length = n * io.shape().size();
        for (int i = 0; i < length; i += bias.length) {
            for (int c = 0; c < bias.length; c++) {
                sum[c] += gradients[i + c];
            }
        }
        sink.vector().get(offset, former, 0, former.length);
        for (int c = 0; c < bias.length; c++) {
            sum[c] = sink.merge(sum[c], former[c]);
        }
        sink.vector().put(offset, sum, 0, sum.length);
    }
}
