package org.fedfabric.protocol.model;

/**
 * The arithmetic of a forward pass on lanes: an array holds one value of every example of a block. Each example's
 * additions stand in one fixed order in the source; the loops run over examples, so a virtual machine that computes 4, 8
 * or 16 examples per instruction gives the same bits as one that computes them singly.
 */
final class LaneMath {
    private LaneMath() {}

    /**
     * Adds to the lane {@code out} the products of inputs and weights, input after input in the order given.
     *
     * @param inputs one lane per input
     * @param rows the weight row of each input
     * @param count how many inputs
     * @param weights a matrix [row][unit]
     * @param offset where in {@code weights} the column of this unit begins
     * @param units length of a weight row
     */
    static void addProducts(
            float[] out, float[][] inputs, int[] rows, int count, float[] weights, int offset, int units) {
        int k = 0;
        for (; k + 5 <= count; k += 5) {
            add5(
                    out,
                    inputs[k],
                    inputs[k + 1],
                    inputs[k + 2],
                    inputs[k + 3],
                    inputs[k + 4],
                    weights[offset + rows[k] * units],
                    weights[offset + rows[k + 1] * units],
                    weights[offset + rows[k + 2] * units],
                    weights[offset + rows[k + 3] * units],
                    weights[offset + rows[k + 4] * units]);
        }
        for (; k < count; k++) {
            add1(out, inputs[k], weights[offset + rows[k] * units]);
        }
    }

    // Five inputs in one pass: of six or more, HotSpot 17 no longer makes vector instructions (measured: 12 against
    // 4 billion multiply-adds a second); of fewer, loading and storing the sum costs more.
    private static void add5(
            float[] out,
            float[] a0,
            float[] a1,
            float[] a2,
            float[] a3,
            float[] a4,
            float w0,
            float w1,
            float w2,
            float w3,
            float w4) {
        for (int i = 0; i < out.length; i++) {
            float sum = out[i];
            sum += w0 * a0[i];
            sum += w1 * a1[i];
            sum += w2 * a2[i];
            sum += w3 * a3[i];
            sum += w4 * a4[i];
            out[i] = sum;
        }
    }

    private static void add1(float[] out, float[] a, float w) {
        for (int i = 0; i < out.length; i++) {
            out[i] += w * a[i];
        }
    }

    /** Adds 0 · value to each mark: a finite value changes nothing, any other makes the mark NaN for good. */
    static void mark(float[] marks, float[] values) {
        for (int i = 0; i < marks.length; i++) {
            marks[i] += 0f * values[i];
        }
    }

    /** out = max(0, values), value by value; NaN stays NaN. */
    static void relu(float[] out, float[] values) {
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.max(values[i], 0f);
        }
    }

    /** The larger of the two, value by value; NaN if either is NaN. */
    static void max(float[] out, float[] values) {
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.max(out[i], values[i]);
        }
    }
}
