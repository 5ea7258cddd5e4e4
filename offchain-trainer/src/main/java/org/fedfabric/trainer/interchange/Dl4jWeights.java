package org.fedfabric.trainer.interchange;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Carries parameters between the flat vector and a Deeplearning4j network. Biases are the same; the order of weights
 * differs:
 *
 * <ul>
 *   <li>convolution: [row][column][channel][filter] here, [filter][channel][row][column] there;
 *   <li>dense layer behind images: inputs by row, column, channel here, by channel, row, column there.
 * </ul>
 */
final class Dl4jWeights {
    private Dl4jWeights() {}

    /**
     * Writes parameters into a network.
     *
     * @param indices the network's index of each layer that has parameters, in order
     */
    static void set(MultiLayerNetwork network, ModelSpec spec, List<Integer> indices, float[] parameters) {
        List<Slice> slices = Slice.of(spec);
        for (int i = 0; i < slices.size(); i++) {
            Slice slice = slices.get(i);
            INDArray weights = Nd4j.createFromArray(slice.weightsOf(parameters));
            Shape image = slice.image();
            INDArray theirs = slice.layer() instanceof Layer.Conv2d convolution
                    ? weights.reshape(kernel(convolution), kernel(convolution), image.channels(), slice.outputs())
                            .permute(3, 2, 0, 1)
                            .dup('c')
                    : weights.reshape(image.height(), image.width(), image.channels(), slice.outputs())
                            .permute(2, 0, 1, 3)
                            .dup('c')
                            .reshape(image.size(), slice.outputs());
            network.setParam(indices.get(i) + "_W", theirs);
            network.setParam(
                    indices.get(i) + "_b",
                    Nd4j.createFromArray(slice.biasesOf(parameters)).reshape(1, slice.outputs()));
        }
    }

    /**
     * Reads a network's parameters; what it holds in another precision is rounded to single precision.
     *
     * @param indices the network's index of each layer that has parameters, in order
     * @throws UnsupportedModelException if a layer has another number of weights than the spec says
     */
    static float[] get(MultiLayerNetwork network, ModelSpec spec, List<Integer> indices) {
        float[] parameters = new float[spec.parameterCount()];
        List<Slice> slices = Slice.of(spec);
        for (int i = 0; i < slices.size(); i++) {
            Slice slice = slices.get(i);
            INDArray weights = parameter(network, indices.get(i) + "_W", slice.weights());
            INDArray biases = parameter(network, indices.get(i) + "_b", slice.outputs());
            Shape image = slice.image();
            INDArray ours = slice.layer() instanceof Layer.Conv2d
                    ? weights.permute(2, 3, 1, 0)
                    : weights.dup('c')
                            .reshape(image.channels(), image.height(), image.width(), slice.outputs())
                            .permute(1, 2, 0, 3);
            copy(ours, parameters, slice.offset());
            copy(biases, parameters, slice.offset() + slice.weights());
        }
        return parameters;
    }

    private static int kernel(Layer.Conv2d convolution) {
        return convolution.kernel();
    }

    private static INDArray parameter(MultiLayerNetwork network, String name, long values) {
        INDArray parameter = network.getParam(name);
        if (parameter == null || parameter.length() != values) {
            throw new UnsupportedModelException("Parameter " + name + " of the zip must have " + values
                    + " values for the network it describes. Provided value: "
                    + (parameter == null ? "none" : parameter.length() + " values"));
        }
        return parameter.castTo(DataType.FLOAT);
    }

    private static void copy(INDArray from, float[] to, int offset) {
        float[] values = from.dup('c').data().asFloat();
        System.arraycopy(values, 0, to, offset, values.length);
    }
}
