package org.fedfabric.trainer.learning;

import java.util.Arrays;

/** Memory on the heap, for {@link JavaGemm}. */
record HeapFloats(float[] values) implements Floats {
    @Override
    public int length() {
        return values.length;
    }

    @Override
    public void put(int at, float[] source, int from, int count) {
        System.arraycopy(source, from, values, at, count);
    }

    @Override
    public void get(int at, float[] target, int to, int count) {
        System.arraycopy(values, at, target, to, count);
    }

    @Override
    public void clear(int at, int count) {
        Arrays.fill(values, at, at + count, 0f);
    }
}
