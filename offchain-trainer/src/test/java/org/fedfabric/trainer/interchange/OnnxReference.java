package org.fedfabric.trainer.interchange;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx;

/** Runs an ONNX graph by the operators' definitions, index by index, and knows nothing of who wrote it. */
final class OnnxReference {
    private record Tensor(int[] shape, float[] values) {
        float at(int... index) {
            int offset = 0;
            for (int i = 0; i < index.length; i++) {
                offset = offset * shape[i] + index[i];
            }
            return values[offset];
        }
    }

    private final Onnx.GraphProto graph;
    private final Map<String, Tensor> values = new HashMap<>();

    OnnxReference(Onnx.GraphProto graph) {
        this.graph = graph;
        for (Onnx.TensorProto tensor : graph.getInitializerList()) {
            int[] shape = tensor.getDimsList().stream().mapToInt(Long::intValue).toArray();
            FloatBuffer raw = tensor.getRawData()
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            float[] all = new float[raw.remaining()];
            raw.get(all);
            values.put(tensor.getName(), new Tensor(shape, all));
        }
    }

    float[] run(float[] features, int rows) {
        int[] shape = graph.getInput(0).getType().getTensorType().getShape().getDimList().stream()
                .mapToInt(d -> (int) d.getDimValue())
                .toArray();
        shape[0] = rows;
        values.put(graph.getInput(0).getName(), new Tensor(shape, features));
        for (Onnx.NodeProto node : graph.getNodeList()) {
            List<Tensor> in = node.getInputList().stream().map(values::get).toList();
            values.put(node.getOutput(0), apply(node, in));
        }
        return values.get(graph.getOutput(0).getName()).values();
    }

    private static Tensor apply(Onnx.NodeProto node, List<Tensor> in) {
        Tensor x = in.get(0);
        return switch (node.getOpType()) {
            case "Transpose" -> transpose(x, ints(node, "perm"));
            case "Flatten" -> new Tensor(new int[] {x.shape[0], x.values.length / x.shape[0]}, x.values);
            case "Relu" -> {
                float[] y = x.values.clone();
                for (int i = 0; i < y.length; i++) {
                    y[i] = Math.max(0, y[i]);
                }
                yield new Tensor(x.shape, y);
            }
            case "Gemm" -> gemm(x, in.get(1), in.get(2));
            case "Conv" -> conv(x, in.get(1), in.get(2), ints(node, "pads"));
            case "MaxPool" -> pool(x, ints(node, "kernel_shape"), ints(node, "strides"));
            case "Softmax" -> softmax(x);
            default -> throw new AssertionError("operator " + node.getOpType());
        };
    }

    private static int[] ints(Onnx.NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(a -> a.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getIntsList()
                .stream()
                .mapToInt(Long::intValue)
                .toArray();
    }

    private static Tensor transpose(Tensor x, int[] order) {
        int[] shape = Arrays.stream(order).map(i -> x.shape[i]).toArray();
        float[] y = new float[x.values.length];
        int[] from = new int[4];
        for (int i = 0; i < y.length; i++) {
            int rest = i;
            for (int d = 3; d >= 0; d--) {
                from[order[d]] = rest % shape[d];
                rest /= shape[d];
            }
            y[i] = x.at(from);
        }
        return new Tensor(shape, y);
    }

    private static Tensor gemm(Tensor x, Tensor w, Tensor b) {
        int units = w.shape[1];
        float[] y = new float[x.shape[0] * units];
        for (int i = 0; i < y.length; i++) {
            double sum = b.values[i % units];
            for (int k = 0; k < w.shape[0]; k++) {
                sum += x.at(i / units, k) * (double) w.at(k, i % units);
            }
            y[i] = (float) sum;
        }
        return new Tensor(new int[] {x.shape[0], units}, y);
    }

    private static Tensor conv(Tensor x, Tensor w, Tensor b, int[] pads) {
        int[] shape = {
            x.shape[0],
            w.shape[0],
            x.shape[2] + pads[0] + pads[2] - w.shape[2] + 1,
            x.shape[3] + pads[1] + pads[3] - w.shape[3] + 1
        };
        float[] y = new float[shape[0] * shape[1] * shape[2] * shape[3]];
        for (int i = 0; i < y.length; i++) {
            int column = i % shape[3];
            int row = i / shape[3] % shape[2];
            int filter = i / shape[3] / shape[2] % shape[1];
            int image = i / shape[3] / shape[2] / shape[1];
            double sum = b.values[filter];
            for (int c = 0; c < w.shape[1]; c++) {
                for (int r = 0; r < w.shape[2]; r++) {
                    for (int k = 0; k < w.shape[3]; k++) {
                        int at = row + r - pads[0];
                        int of = column + k - pads[1];
                        if (at >= 0 && at < x.shape[2] && of >= 0 && of < x.shape[3]) {
                            sum += x.at(image, c, at, of) * (double) w.at(filter, c, r, k);
                        }
                    }
                }
            }
            y[i] = (float) sum;
        }
        return new Tensor(shape, y);
    }

    private static Tensor pool(Tensor x, int[] kernel, int[] strides) {
        int[] shape = {
            x.shape[0], x.shape[1], (x.shape[2] - kernel[0]) / strides[0] + 1, (x.shape[3] - kernel[1]) / strides[1] + 1
        };
        float[] y = new float[shape[0] * shape[1] * shape[2] * shape[3]];
        for (int i = 0; i < y.length; i++) {
            int column = i % shape[3] * strides[1];
            int row = i / shape[3] % shape[2] * strides[0];
            int channel = i / shape[3] / shape[2] % shape[1];
            int image = i / shape[3] / shape[2] / shape[1];
            y[i] = Float.NEGATIVE_INFINITY;
            for (int r = 0; r < kernel[0]; r++) {
                for (int k = 0; k < kernel[1]; k++) {
                    y[i] = Math.max(y[i], x.at(image, channel, row + r, column + k));
                }
            }
        }
        return new Tensor(shape, y);
    }

    private static Tensor softmax(Tensor x) {
        float[] y = new float[x.values.length];
        int classes = x.shape[1];
        for (int row = 0; row < x.shape[0]; row++) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(x.at(row, c));
            }
            for (int c = 0; c < classes; c++) {
                y[row * classes + c] = (float) (Math.exp(x.at(row, c)) / sum);
            }
        }
        return new Tensor(x.shape, y);
    }
}
