package org.fedfabric.trainer.interchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;

/**
 * Where a layer's parameters stand in the flat vector, weights first.
 *
 * @param layer a dense layer or a convolution
 * @param image the shape of what goes in, as it was before any flatten layer
 * @param offset index of the first weight
 */
record Slice(Layer layer, Shape image, int offset) {
    /** The slices of all layers that have parameters, in order. */
    static List<Slice> of(ModelSpec spec) {
        List<Slice> slices = new ArrayList<>();
        List<Shape> shapes = spec.shapes();
        Shape image = spec.input();
        int offset = 0;
        for (int i = 0; i < spec.layers().size(); i++) {
            Layer layer = spec.layers().get(i);
            int count = layer.parameterCount(shapes.get(i));
            if (count > 0) {
                slices.add(new Slice(layer, image, offset));
            }
            offset += count;
            boolean keepsImage =
                    layer instanceof Layer.Flatten || layer instanceof Layer.Relu || layer instanceof Layer.Dropout;
            image = keepsImage ? image : shapes.get(i + 1);
        }
        return slices;
    }

    /** How many biases: one for each output. */
    int outputs() {
        return layer instanceof Layer.Dense dense ? dense.units() : ((Layer.Conv2d) layer).filters();
    }

    /** How many weights. */
    int weights() {
        int kernel = layer instanceof Layer.Conv2d convolution ? convolution.kernel() : 0;
        return kernel == 0 ? image.size() * outputs() : kernel * kernel * image.channels() * outputs();
    }

    float[] weightsOf(float[] parameters) {
        return Arrays.copyOfRange(parameters, offset, offset + weights());
    }

    float[] biasesOf(float[] parameters) {
        return Arrays.copyOfRange(parameters, offset + weights(), offset + weights() + outputs());
    }
}
