package org.fedfabric.trainer.learning;

/**
 * The largest value of each square, and the gradient back to it alone; of equal values the first counts.
 *
 * <p>Images come sorted by phase, so the size² values of a square lie at equal places of size² neighbouring blocks, and
 * each output row is the maximum of blocks, computed on arrays that start at zero so that HotSpot uses vector
 * instructions. Nothing is remembered for the way back but the images themselves.
 */
final class MaxPoolStage implements Stage {
    private final Image in;
    private final Activations out;
    private final float[] block;
    private final float[] highest;
    private final float[] rest;

    MaxPoolStage(Image in, Activations out, int capacity) {
        this.in = in;
        this.out = out;
        this.block = new float[in.block(capacity)];
        this.highest = new float[block.length];
        this.rest = new float[block.length];
    }

    @Override
    public void forward(int n, boolean training) {
        int length = in.block(n);
        for (int y = 0; y < out.shape().height(); y++) {
            findHighest(y, length);
            System.arraycopy(highest, 0, out.values(), y * length, length);
        }
    }

    @Override
    public void backward(int n, GradientSink sink) {
        if (!out.hasGradients()) {
            return;
        }
        int length = in.block(n);
        int blocks = in.phases() * in.phases();
        for (int y = 0; y < out.shape().height(); y++) {
            findHighest(y, length);
            System.arraycopy(out.gradients(), y * length, rest, 0, length);
            for (int i = y * blocks; i < (y + 1) * blocks; i++) {
                in.memory().get(i * length, block, 0, length);
                takeWhereHighest(block, highest, rest, length);
                in.memory().put(i * length, block, 0, length);
            }
        }
    }

    private void findHighest(int y, int length) {
        int blocks = in.phases() * in.phases();
        in.memory().get(y * blocks * length, highest, 0, length);
        for (int i = y * blocks + 1; i < (y + 1) * blocks; i++) {
            in.memory().get(i * length, block, 0, length);
            raise(highest, block, length);
        }
    }

    private static void raise(float[] highest, float[] values, int length) {
        for (int i = 0; i < length; i++) {
            highest[i] = Math.max(highest[i], values[i]);
        }
    }

    /**
     * Turns values into their share of the gradients: all of it where the value is the highest, else none; what was taken
     * is gone for the next block. HotSpot 17 makes no vector instructions of a condition, so it is written as arithmetic:
     * the distance to the highest value, 0 or negative, times 2¹²⁷ is 0 or at most −1 for all but the tiniest numbers.
     */
    private static void takeWhereHighest(float[] values, float[] highest, float[] rest, int length) {
        for (int i = 0; i < length; i++) {
            float isHighest = Math.max(0f, 1f + (values[i] - highest[i]) * 0x1p127f);
            float share = rest[i] * isHighest;
            values[i] = share;
            rest[i] -= share;
        }
    }
}
