package org.fedfabric.trainer.learning;

/** v ← μ·v + g, p ← p − rate · v (Polyak 1964); with μ = 0, plain gradient descent. */
final class Momentum implements Optimiser {
    private final Network network;
    private final float rate;
    private final Floats velocity;
    private final GradientSink firstPart;
    private final GradientSink furtherPart;

    Momentum(Network network, float rate, float momentum) {
        this.network = network;
        this.rate = rate;
        this.velocity = network.gemm().allocate(network.parameters().length());
        this.firstPart = new GradientSink(velocity, 1, momentum);
        this.furtherPart = new GradientSink(velocity, 1, 1);
    }

    @Override
    public GradientSink sink(boolean first) {
        return first ? firstPart : furtherPart;
    }

    @Override
    public void step() {
        network.gemm().addScaled(-rate, velocity, network.parameters());
    }
}
