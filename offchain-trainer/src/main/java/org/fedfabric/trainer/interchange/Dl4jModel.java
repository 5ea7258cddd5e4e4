package org.fedfabric.trainer.interchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network as a Deeplearning4j {@link MultiLayerNetwork}: same layers, same probabilities. Images go in as Deeplearning4j
 * has them by default, [example][channel][row][column]; rows of a table as [example][column]. The order of weights differs:
 *
 * <ul>
 *   <li>convolution: [row][column][channel][filter] here, [filter][channel][row][column] there;
 *   <li>dense layer behind images: inputs by row, column, channel here, by channel, row, column there.
 * </ul>
 */
public final class Dl4jModel {
    private Dl4jModel() {}

    /**
     * Writes a model as the zip that {@code ModelSerializer.restoreMultiLayerNetwork} reads, whole or not at all.
     *
     * @param parameters the flat parameter vector
     */
    public static void write(ModelSpec spec, float[] parameters, Path zip) throws IOException {
        MultiLayerNetwork network = network(spec, parameters);
        Path folder = zip.toAbsolutePath().getParent();
        Path temporary = Files.createTempFile(folder, zip.getFileName().toString(), ".tmp");
        try {
            ModelSerializer.writeModel(network, temporary.toFile(), /* saveUpdater= */ false);
            Files.move(temporary, zip, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The model in memory. */
    public static MultiLayerNetwork network(ModelSpec spec, float[] parameters) {
        Checks.require(
                parameters.length == spec.parameterCount(),
                "The model must have " + spec.parameterCount() + " parameters",
                parameters.length);
        MultiLayerNetwork network = new MultiLayerNetwork(Dl4jConfiguration.of(spec));
        network.init();
        List<Shape> shapes = spec.shapes();
        Shape image = spec.input();
        int offset = 0;
        int index = 0;
        for (int i = 0; i < spec.layers().size(); i++) {
            Layer layer = spec.layers().get(i);
            if (layer instanceof Layer.Flatten) {
                continue; // Deeplearning4j flattens between layers, without one of its own: the image stays one here
            }
            if (layer instanceof Layer.Dense dense) {
                setDense(network, index, parameters, offset, image, dense.units());
            } else if (layer instanceof Layer.Conv2d convolution) {
                setConvolution(network, index, parameters, offset, image, convolution);
            }
            offset += layer.parameterCount(shapes.get(i));
            index++;
            boolean elementwise = layer instanceof Layer.Relu || layer instanceof Layer.Dropout;
            image = elementwise ? image : shapes.get(i + 1);
        }
        return network;
    }

    private static void setDense(
            MultiLayerNetwork network, int index, float[] parameters, int offset, Shape image, int units) {
        INDArray weights = part(parameters, offset, image.size() * units)
                .reshape(image.height(), image.width(), image.channels(), units)
                .permute(2, 0, 1, 3)
                .dup('c')
                .reshape(image.size(), units);
        network.setParam(index + "_W", weights);
        network.setParam(index + "_b", part(parameters, offset + image.size() * units, units));
    }

    private static void setConvolution(
            MultiLayerNetwork network, int index, float[] parameters, int offset, Shape in, Layer.Conv2d layer) {
        int weightCount = layer.kernel() * layer.kernel() * in.channels() * layer.filters();
        INDArray weights = part(parameters, offset, weightCount)
                .reshape(layer.kernel(), layer.kernel(), in.channels(), layer.filters())
                .permute(3, 2, 0, 1)
                .dup('c');
        network.setParam(index + "_W", weights);
        network.setParam(index + "_b", part(parameters, offset + weightCount, layer.filters()));
    }

    private static INDArray part(float[] parameters, int from, int count) {
        float[] part = new float[count];
        System.arraycopy(parameters, from, part, 0, count);
        return Nd4j.createFromArray(part).reshape(1, count);
    }
}
