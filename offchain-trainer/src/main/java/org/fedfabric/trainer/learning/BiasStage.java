package org.fedfabric.trainer.learning;

import java.util.Arrays;

/** Adds each channel's bias, in place. */
final class BiasStage implements Stage {
    /** Values summed at a time: long enough for vector instructions, short enough for the first cache. */
    private static final int BLOCK = 1024;

    private final Activations io;
    private final Floats parameters;
    private final int offset;
    private final int channels;

    /** The biases over and over, one for each value. */
    private final float[] tiled;

    /** Sums by place in a block, whose length is a multiple of the channels. */
    private final float[] sums;

    private final float[] block;
    private final float[] former;

    BiasStage(Activations io, Floats parameters, int offset) {
        this.io = io;
        this.parameters = parameters;
        this.offset = offset;
        this.channels = io.shape().channels();
        this.tiled = new float[io.values().length];
        this.sums = new float[Math.max(1, BLOCK / channels) * channels];
        this.block = new float[sums.length];
        this.former = new float[channels];
    }

    @Override
    public void forward(int n, boolean training) {
        int length = n * io.shape().size();
        parameters.get(offset, tiled, 0, channels);
        for (int done = channels; done < length; done *= 2) {
            System.arraycopy(tiled, 0, tiled, done, Math.min(done, length - done));
        }
        add(io.values(), tiled, length);
    }

    @Override
    public void backward(int n, GradientSink sink) {
        Arrays.fill(sums, 0f);
        int length = n * io.shape().size();
        for (int from = 0; from < length; from += block.length) {
            int count = Math.min(block.length, length - from);
            System.arraycopy(io.gradients(), from, block, 0, count);
            add(sums, block, count);
        }
        sink.vector().get(offset, former, 0, channels);
        for (int c = 0; c < channels; c++) {
            float sum = 0;
            for (int i = c; i < sums.length; i += channels) {
                sum += sums[i];
            }
            former[c] = sink.merge(sum, former[c]);
        }
        sink.vector().put(offset, former, 0, channels);
    }

    private static void add(float[] to, float[] from, int length) {
        for (int i = 0; i < length; i++) {
            to[i] += from[i];
        }
    }
}
