package org.fedfabric.trainer.interchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import onnx.Onnx;
import org.nd4j.shade.protobuf.ByteString;

/** A chain of ONNX nodes: each takes what the one before gives, and parameters of its own. */
final class OnnxGraph {
    /** The first dimension of every value: how many examples. */
    private static final String EXAMPLES = "N";

    private final Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder().setName("network");
    private String last;
    private int nodes;

    OnnxGraph(String input, long... shape) {
        graph.addInput(value(input, shape));
        last = input;
    }

    static Onnx.AttributeProto integer(String name, long value) {
        return Onnx.AttributeProto.newBuilder()
                .setName(name)
                .setType(Onnx.AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static Onnx.AttributeProto integers(String name, long... values) {
        Onnx.AttributeProto.Builder attribute =
                Onnx.AttributeProto.newBuilder().setName(name).setType(Onnx.AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    void transpose(long... order) {
        node("Transpose", integers("perm", order));
    }

    void node(String operator, Onnx.AttributeProto... attributes) {
        append(operator, attributes);
    }

    /** A node with weights of this shape, and biases. */
    void node(String operator, float[] weights, long[] shape, float[] biases, Onnx.AttributeProto... attributes) {
        String name = operator.toLowerCase(java.util.Locale.ROOT) + nodes;
        graph.addInitializer(tensor(name + ".weights", weights, shape));
        graph.addInitializer(tensor(name + ".biases", biases, biases.length));
        append(operator, attributes).addInput(name + ".weights").addInput(name + ".biases");
    }

    /** The graph; the last node's result gets this name. */
    Onnx.GraphProto build(String output, long classes) {
        graph.getNodeBuilder(nodes - 1).setOutput(0, output);
        return graph.addOutput(value(output, classes)).build();
    }

    private Onnx.NodeProto.Builder append(String operator, Onnx.AttributeProto... attributes) {
        String name = operator.toLowerCase(java.util.Locale.ROOT) + nodes++;
        Onnx.NodeProto.Builder node = graph.addNodeBuilder()
                .setOpType(operator)
                .setName(name)
                .addInput(last)
                .addOutput(name);
        for (Onnx.AttributeProto attribute : attributes) {
            node.addAttribute(attribute);
        }
        last = name;
        return node;
    }

    private static Onnx.TensorProto tensor(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Onnx.TensorProto.Builder tensor = Onnx.TensorProto.newBuilder()
                .setName(name)
                .setDataType(Onnx.TensorProto.DataType.FLOAT_VALUE)
                .setRawData(ByteString.copyFrom(bytes));
        for (long size : shape) {
            tensor.addDims(size);
        }
        return tensor.build();
    }

    private static Onnx.ValueInfoProto value(String name, long... shape) {
        Onnx.TensorShapeProto.Builder dimensions = Onnx.TensorShapeProto.newBuilder();
        dimensions.addDimBuilder().setDimParam(EXAMPLES);
        for (long size : shape) {
            dimensions.addDimBuilder().setDimValue(size);
        }
        Onnx.TypeProto.Tensor.Builder tensor = Onnx.TypeProto.Tensor.newBuilder()
                .setElemType(Onnx.TensorProto.DataType.FLOAT_VALUE)
                .setShape(dimensions);
        return Onnx.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(Onnx.TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
