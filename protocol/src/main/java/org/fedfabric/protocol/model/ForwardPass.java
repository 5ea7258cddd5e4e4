package org.fedfabric.protocol.model;

import java.util.List;
import org.fedfabric.protocol.canonical.Checks;

/**
 * Runs a network forward in plain Java with the same bits on every machine: each score is bias + product + product + … in
 * one fixed order of single-precision operations (protocol.md §4). Instances hold no state between calls, so threads can
 * share one.
 *
 * <p>An example whose pass meets an infinite value or NaN anywhere, even where a later layer would hide it, gets NaN for
 * all its scores, so that whoever judges can refuse.
 */
public final class ForwardPass {
    /**
     * Examples computed together at most: a short loop spends its time beside the vector instructions (measured on
     * small-cnn: 64 reach 6 billion multiply-adds a second, 128 reach 8, 256 reach 12), a longer one needs more memory.
     */
    private static final int BLOCK_ROWS = 256;

    /** Values of a layer held at once, 32 MB; a network with larger layers gets smaller blocks. */
    private static final int BLOCK_VALUES = 1 << 23;

    private final ModelSpec spec;
    private final List<Stage> stages;
    private final int[] lanes;
    private final int blockRows;

    private ForwardPass(ModelSpec spec, int blockRows) {
        this.spec = spec;
        this.stages = Stage.of(spec);
        this.lanes = lanes(spec, stages);
        this.blockRows = Math.max(1, Math.min(blockRows, BLOCK_VALUES / Math.max(lanes[0], lanes[1])));
    }

    /** Lanes of the two sets that stages read from and write to in turn. */
    private static int[] lanes(ModelSpec spec, List<Stage> stages) {
        int[] lanes = {spec.input().size(), 0};
        int out = 1;
        for (Stage stage : stages) {
            if (stage.lanes() > 0) {
                lanes[out] = Math.max(lanes[out], stage.lanes());
                out = 1 - out;
            }
        }
        return lanes;
    }

    /** The forward pass of a network. */
    public static ForwardPass of(ModelSpec spec) {
        return new ForwardPass(spec, BLOCK_ROWS);
    }

    /** The same with another number of examples computed together, which must not change a bit. */
    static ForwardPass of(ModelSpec spec, int blockRows) {
        return new ForwardPass(spec, blockRows);
    }

    /**
     * The network's scores before softmax.
     *
     * @param parameters the flat parameter vector
     * @param features rows × features, row after row
     * @param rows how many examples
     * @return rows × classes, row after row
     */
    public float[] logits(float[] parameters, float[] features, int rows) {
        int width = spec.input().size();
        Checks.require(
                parameters.length == spec.parameterCount(),
                "The model must have " + spec.parameterCount() + " parameters",
                parameters.length);
        Checks.inRange(rows, 0, Integer.MAX_VALUE, "rows");
        Checks.require(
                features.length == Math.multiplyExact(rows, (long) width),
                rows + " rows must have " + width + " features each, " + (long) rows * width + " in all",
                features.length);
        float[] logits = new float[Math.multiplyExact(rows, spec.classes())];
        // Blocks as equal as can be: one of a few rows would cost nearly as much as a whole one.
        int blocks = Math.max(1, (rows + blockRows - 1) / blockRows);
        int largest = (rows + blocks - 1) / blocks;
        float[][] lanesIn = new float[lanes[0]][largest];
        float[][] lanesOut = new float[lanes[1]][largest];
        for (int first = 0; first < rows; first += largest) {
            int n = Math.min(largest, rows - first);
            if (n < largest) {
                lanesIn = new float[lanes[0]][n];
                lanesOut = new float[lanes[1]][n];
            }
            toLanes(features, first, lanesIn, width);
            runBlock(parameters, lanesIn, lanesOut, n, logits, first);
        }
        return logits;
    }

    private void runBlock(float[] parameters, float[][] a, float[][] b, int n, float[] logits, int first) {
        float[][] in = a;
        float[][] out = b;
        float[] marks = new float[n];
        for (Stage stage : stages) {
            if (stage.lanes() == 0) {
                stage.run(parameters, in, in, marks);
            } else {
                stage.run(parameters, in, out, marks);
                float[][] swap = in;
                in = out;
                out = swap;
            }
        }
        int classes = spec.classes();
        for (int c = 0; c < classes; c++) {
            for (int i = 0; i < n; i++) {
                logits[(first + i) * classes + c] = in[c][i] + marks[i];
            }
        }
    }

    private static void toLanes(float[] features, int first, float[][] lanes, int width) {
        int n = lanes[0].length;
        for (int f = 0; f < width; f++) {
            float[] lane = lanes[f];
            for (int i = 0; i < n; i++) {
                lane[i] = features[(first + i) * width + f];
            }
        }
    }
}
