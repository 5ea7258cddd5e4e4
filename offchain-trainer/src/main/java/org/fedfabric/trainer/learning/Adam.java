package org.fedfabric.trainer.learning;

/**
 * Adam (Kingma and Ba 2015, algorithm 1): m and v are running means of g and g², corrected for their start at zero, and
 * p ← p − rate · m̂ / (√v̂ + ε).
 */
final class Adam implements Optimiser {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    /** Parameters worked on at a time: three such arrays fit into the first cache. */
    private static final int BLOCK = 2048;

    private final Network network;
    private final float rate;
    private final Floats gradient;
    private final GradientSink firstPart;
    private final GradientSink furtherPart;
    private final float[] mean;
    private final float[] square;
    private final float[] g = new float[BLOCK];
    private final float[] p = new float[BLOCK];
    private final float[] m = new float[BLOCK];
    private final float[] v = new float[BLOCK];
    private double power1 = 1;
    private double power2 = 1;

    Adam(Network network, float rate) {
        this.network = network;
        this.rate = rate;
        this.gradient = network.gemm().allocate(network.parameters().length());
        this.firstPart = new GradientSink(gradient, 1, 0);
        this.furtherPart = new GradientSink(gradient, 1, 1);
        this.mean = new float[gradient.length()];
        this.square = new float[gradient.length()];
    }

    @Override
    public GradientSink sink(boolean first) {
        return first ? firstPart : furtherPart;
    }

    @Override
    public void step() {
        power1 *= BETA1;
        power2 *= BETA2;
        float meanRate = (float) (rate / (1 - power1));
        float squareScale = (float) (1 / (1 - power2));
        for (int at = 0; at < mean.length; at += BLOCK) {
            int count = Math.min(BLOCK, mean.length - at);
            gradient.get(at, g, 0, count);
            network.parameters().get(at, p, 0, count);
            System.arraycopy(mean, at, m, 0, count);
            System.arraycopy(square, at, v, 0, count);
            move(meanRate, squareScale);
            System.arraycopy(m, 0, mean, at, count);
            System.arraycopy(v, 0, square, at, count);
            network.parameters().put(at, p, 0, count);
        }
    }

    /** The rule on one block; all indices start at zero, which HotSpot turns into vector instructions. */
    private void move(float meanRate, float squareScale) {
        for (int i = 0; i < BLOCK; i++) {
            m[i] = BETA1 * m[i] + (1 - BETA1) * g[i];
            v[i] = BETA2 * v[i] + (1 - BETA2) * g[i] * g[i];
            p[i] -= meanRate * m[i] / ((float) Math.sqrt(squareScale * v[i]) + EPSILON);
        }
    }
}
