package org.fedfabric.trainer.learning;

/**
 * Memory a {@link Gemm} computes on: a fixed number of floats, zero at first, outside or on the heap as it likes. Used by
 * one thread at a time.
 */
interface Floats {
    /** How many floats there are. */
    int length();

    /** Copies {@code count} floats from {@code source[from…]} to here[at…]. */
    void put(int at, float[] source, int from, int count);

    /** Copies {@code count} floats from here[at…] to {@code target[to…]}. */
    void get(int at, float[] target, int to, int count);

    /** Sets here[at … at + count − 1] to zero. */
    void clear(int at, int count);
}
