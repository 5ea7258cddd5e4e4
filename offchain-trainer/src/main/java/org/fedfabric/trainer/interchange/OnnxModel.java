package org.fedfabric.trainer.interchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import onnx.Onnx;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.trainer.durable.DurableFile;

/**
 * A network as an ONNX model: input {@code features}, output {@code probabilities} [example][class]. Features are what
 * this product's own network takes: [example][feature] for tables, [example][row][column][channel] for images, scaled as
 * the data schema says. Inside, images are turned to channels first for Conv and MaxPool and back before they are
 * flattened, so weights of dense layers stay as they are. Dropout does nothing in prediction and is left out.
 */
public final class OnnxModel {
    /** ONNX 1.8 of 2020: everything used here exists since then, so old runtimes read it too. */
    private static final long IR_VERSION = 7;

    private static final long OPSET = 13;

    private OnnxModel() {}

    /**
     * Writes a model, whole or not at all.
     *
     * @param parameters the flat parameter vector
     * @param metadata further texts to store in the model's metadata, by name
     */
    public static void write(ModelSpec spec, float[] parameters, Map<String, String> metadata, Path file)
            throws IOException {
        DurableFile.write(file.toAbsolutePath(), of(spec, parameters, metadata).toByteArray());
    }

    /** The model in memory. */
    static Onnx.ModelProto of(ModelSpec spec, float[] parameters, Map<String, String> metadata) {
        Checks.require(
                parameters.length == spec.parameterCount(),
                "The model must have " + spec.parameterCount() + " parameters",
                parameters.length);
        Onnx.ModelProto.Builder model = Onnx.ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("FedFabric")
                .setGraph(graph(spec, parameters));
        model.addOpsetImportBuilder().setDomain("").setVersion(OPSET);
        Map<String, String> texts = new TreeMap<>(metadata);
        texts.put("fedfabric.model-spec-digest", Digests.ofRecord(spec));
        texts.forEach(
                (key, value) -> model.addMetadataPropsBuilder().setKey(key).setValue(value));
        return model.build();
    }

    private static Onnx.GraphProto graph(ModelSpec spec, float[] parameters) {
        Shape input = spec.input();
        boolean images = input.height() * input.width() > 1;
        OnnxGraph graph = images
                ? new OnnxGraph("features", input.height(), input.width(), input.channels())
                : new OnnxGraph("features", input.size());
        if (images) {
            graph.transpose(0, 3, 1, 2);
        }
        boolean flat = !images;
        var slices = Slice.of(spec).iterator();
        for (Layer layer : spec.layers()) {
            if (!flat && (layer instanceof Layer.Flatten || layer instanceof Layer.Dense)) {
                // Images of one pixel reach dense layers without a flatten layer.
                graph.transpose(0, 2, 3, 1);
                graph.node("Flatten", OnnxGraph.integer("axis", 1));
                flat = true;
            }
            if (flat && (layer instanceof Layer.Conv2d || layer instanceof Layer.MaxPool2d)) {
                throw new UnsupportedModelException(
                        "A convolution or pool must see images to be written as ONNX. Provided value: " + layer
                                + " behind a flat input");
            }
            add(layer, graph, slices, parameters);
        }
        return graph.build("probabilities", spec.classes());
    }

    private static void add(Layer layer, OnnxGraph graph, java.util.Iterator<Slice> slices, float[] parameters) {
        if (layer instanceof Layer.Dense dense) {
            Slice slice = slices.next();
            graph.node(
                    "Gemm",
                    slice.weightsOf(parameters),
                    new long[] {slice.image().size(), dense.units()},
                    slice.biasesOf(parameters));
        } else if (layer instanceof Layer.Conv2d convolution) {
            Slice slice = slices.next();
            int kernel = convolution.kernel();
            int pad = convolution.padding() == Layer.Padding.SAME ? kernel / 2 : 0;
            graph.node(
                    "Conv",
                    filtersFirst(
                            slice.weightsOf(parameters),
                            kernel * kernel,
                            slice.image().channels(),
                            slice.outputs()),
                    new long[] {slice.outputs(), slice.image().channels(), kernel, kernel},
                    slice.biasesOf(parameters),
                    OnnxGraph.integers("kernel_shape", kernel, kernel),
                    OnnxGraph.integers("pads", pad, pad, pad, pad));
        } else if (layer instanceof Layer.MaxPool2d pool) {
            graph.node(
                    "MaxPool",
                    OnnxGraph.integers("kernel_shape", pool.size(), pool.size()),
                    OnnxGraph.integers("strides", pool.size(), pool.size()));
        } else if (layer instanceof Layer.Relu) {
            graph.node("Relu");
        } else if (layer instanceof Layer.Softmax) {
            graph.node("Softmax", OnnxGraph.integer("axis", 1));
        } else {
            Checks.require(
                    layer instanceof Layer.Flatten || layer instanceof Layer.Dropout,
                    "A layer for ONNX must be dense, conv2d, max-pool2d, flatten, relu, dropout or softmax",
                    layer);
        }
    }

    /** [position][channel][filter] to [filter][channel][position]. */
    private static float[] filtersFirst(float[] weights, int positions, int channels, int filters) {
        float[] turned = new float[weights.length];
        int from = 0;
        for (int p = 0; p < positions; p++) {
            for (int c = 0; c < channels; c++) {
                for (int f = 0; f < filters; f++) {
                    turned[(f * channels + c) * positions + p] = weights[from++];
                }
            }
        }
        return turned;
    }
}
