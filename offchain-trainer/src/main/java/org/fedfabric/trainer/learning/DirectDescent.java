package org.fedfabric.trainer.learning;

/**
 * p ← p − rate · g without a vector for g: the products of the backward pass add to the parameters. Only for batches of
 * one part, since a second part must see the old parameters.
 */
final class DirectDescent implements Optimiser {
    private final GradientSink sink;

    DirectDescent(Network network, float rate) {
        this.sink = new GradientSink(network.parameters(), -rate, 1);
    }

    @Override
    public GradientSink sink(boolean first) {
        return sink;
    }

    @Override
    public void step() {
        // The backward pass has done it.
    }
}
