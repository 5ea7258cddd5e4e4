package org.fedfabric.protocol.model;

/**
 * The arithmetic of a forward pass on lanes: an array holds one value of every example of a block. Each example's
 * additions stand in one fixed order in the source; the loops run over examples, so a virtual machine that computes 4, 8
 * or 16 examples per instruction gives the same bits as one that computes them singly.
 */
final class LaneMath {
    /** Inputs that all units take their turn at, so that they stay in the first cache: 10 kB at 200 examples. */
    private static final int INPUTS_AT_ONCE = 12;

    private LaneMath() {}

    /**
     * Adds to the lanes of several units the products of inputs and weights, for each unit input after input in the order
     * given.
     *
     * @param out one lane per unit, from {@code first} on
     * @param first the first unit's place in {@code out}
     * @param inputs one lane per input
     * @param rows the weight row of each input
     * @param count how many inputs
     * @param weights a matrix [row][unit]
     * @param offset where in {@code weights} the matrix begins
     * @param units length of a weight row, and how many lanes
     */
    static void addProducts(
            float[][] out, int first, float[][] inputs, int[] rows, int count, float[] weights, int offset, int units) {
        for (int from = 0; from < count; from += INPUTS_AT_ONCE) {
            int to = Math.min(count, from + INPUTS_AT_ONCE);
            int unit = 0;
            for (; unit + 2 <= units; unit += 2) {
                addTwo(out[first + unit], out[first + unit + 1], inputs, rows, from, to, weights, offset + unit, units);
            }
            if (unit < units) {
                for (int k = from; k < to; k++) {
                    add1(out[first + unit], inputs[k], weights[offset + unit + rows[k] * units]);
                }
            }
        }
    }

    private static void addTwo(
            float[] a,
            float[] b,
            float[][] inputs,
            int[] rows,
            int from,
            int to,
            float[] weights,
            int offset,
            int units) {
        int k = from;
        for (; k + 3 <= to; k += 3) {
            int w0 = offset + rows[k] * units;
            int w1 = offset + rows[k + 1] * units;
            int w2 = offset + rows[k + 2] * units;
            add2x3(
                    a,
                    b,
                    inputs[k],
                    inputs[k + 1],
                    inputs[k + 2],
                    weights[w0],
                    weights[w1],
                    weights[w2],
                    weights[w0 + 1],
                    weights[w1 + 1],
                    weights[w2 + 1]);
        }
        for (; k < to; k++) {
            int w = offset + rows[k] * units;
            add2x1(a, b, inputs[k], weights[w], weights[w + 1]);
        }
    }

    // Two units and three inputs in one pass: every value loaded serves two products. Of more, HotSpot 17 makes vector
    // instructions in some places and not in others (measured, 200 examples: 27 billion multiply-adds a second; one
    // unit and
    // five inputs: 20; two units and four inputs: 30 or 5).
    private static void add2x3(
            float[] a,
            float[] b,
            float[] in0,
            float[] in1,
            float[] in2,
            float a0,
            float a1,
            float a2,
            float b0,
            float b1,
            float b2) {
        for (int i = 0; i < a.length; i++) {
            float x = in0[i];
            float y = in1[i];
            float z = in2[i];
            float sumA = a[i];
            sumA += a0 * x;
            sumA += a1 * y;
            sumA += a2 * z;
            float sumB = b[i];
            sumB += b0 * x;
            sumB += b1 * y;
            sumB += b2 * z;
            a[i] = sumA;
            b[i] = sumB;
        }
    }

    private static void add2x1(float[] a, float[] b, float[] in, float wa, float wb) {
        for (int i = 0; i < a.length; i++) {
            float x = in[i];
            a[i] += wa * x;
            b[i] += wb * x;
        }
    }

    private static void add1(float[] out, float[] in, float w) {
        for (int i = 0; i < out.length; i++) {
            out[i] += w * in[i];
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
