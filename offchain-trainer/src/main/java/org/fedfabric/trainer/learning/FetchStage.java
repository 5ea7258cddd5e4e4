package org.fedfabric.trainer.learning;

/** Moves images in plain order from where a product left them to the heap, and gradients back. */
final class FetchStage implements Stage {
    private final Image in;
    private final Activations out;

    FetchStage(Image in, Activations out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public void forward(int n, boolean training) {
        in.memory().get(0, out.values(), 0, n * out.shape().size());
    }

    @Override
    public void backward(int n, GradientSink sink) {
        in.memory().put(0, out.gradients(), 0, n * out.shape().size());
    }
}
