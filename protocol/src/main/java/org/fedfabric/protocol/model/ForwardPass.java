package org.fedfabric.protocol.model;

import java.util.ArrayList;
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
    /** Examples computed together: enough for vector instructions, few enough for the layers to stay in cache. */
    static final int BLOCK = 64;

    private final ModelSpec spec;
    private final List<Stage> stages = new ArrayList<>();
    private final int blockRows;
    private final int lanes;

    private ForwardPass(ModelSpec spec, int blockRows) {
        this.spec = spec;
        this.blockRows = blockRows;
        List<Shape> shapes = spec.shapes();
        int offset = 0;
        int most = spec.input().size();
        for (int i = 0; i < spec.layers().size(); i++) {
            Layer layer = spec.layers().get(i);
            Stage stage = Stage.of(layer, shapes.get(i), offset);
            if (stage != null) {
                stages.add(stage);
            }
            offset += layer.parameterCount(shapes.get(i));
            most = Math.max(most, shapes.get(i + 1).size());
        }
        this.lanes = most;
    }

    /** The forward pass of a network. */
    public static ForwardPass of(ModelSpec spec) {
        return new ForwardPass(spec, BLOCK);
    }

    /** The same with another block size, which must not change a bit. */
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
        int classes = spec.classes();
        float[] logits = new float[Math.multiplyExact(rows, classes)];
        float[][] in = null;
        float[][] out = null;
        for (int first = 0; first < rows; first += blockRows) {
            int n = Math.min(blockRows, rows - first);
            if (in == null || in[0].length != n) {
                in = new float[lanes][n];
                out = new float[lanes][n];
            }
            for (int f = 0; f < width; f++) {
                for (int i = 0; i < n; i++) {
                    in[f][i] = features[(first + i) * width + f];
                }
            }
            float[] marks = new float[n];
            for (Stage stage : stages) {
                stage.run(parameters, in, out, marks);
                float[][] swap = in;
                in = out;
                out = swap;
            }
            for (int c = 0; c < classes; c++) {
                for (int i = 0; i < n; i++) {
                    logits[(first + i) * classes + c] = in[c][i] + marks[i];
                }
            }
        }
        return logits;
    }
}
