package org.fedfabric.trainer.interchange;

import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A spec's layers in Deeplearning4j's words, one for one; the last dense layer and softmax become its output layer. */
final class Dl4jConfiguration {
    private Dl4jConfiguration() {}

    static MultiLayerConfiguration of(ModelSpec spec) {
        List<Layer> layers = spec.layers();
        Checks.require(
                layers.size() > 1 && layers.get(layers.size() - 2) instanceof Layer.Dense,
                "A model for Deeplearning4j must end with a dense layer and softmax",
                layers);
        NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder()
                .activation(Activation.IDENTITY)
                .convolutionMode(ConvolutionMode.Truncate)
                .list();
        for (Layer layer : layers.subList(0, layers.size() - 2)) {
            if (!(layer instanceof Layer.Flatten)) {
                builder.layer(translate(layer));
            }
        }
        Layer.Dense last = (Layer.Dense) layers.get(layers.size() - 2);
        builder.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(last.units())
                .activation(Activation.SOFTMAX)
                .build());
        return builder.setInputType(input(spec.input())).build();
    }

    private static InputType input(Shape shape) {
        return shape.height() == 1 && shape.width() == 1
                ? InputType.feedForward(shape.channels())
                : InputType.convolutional(shape.height(), shape.width(), shape.channels());
    }

    private static org.deeplearning4j.nn.conf.layers.Layer translate(Layer layer) {
        if (layer instanceof Layer.Dense dense) {
            return new DenseLayer.Builder().nOut(dense.units()).build();
        }
        if (layer instanceof Layer.Conv2d convolution) {
            int pad = convolution.padding() == Layer.Padding.SAME ? convolution.kernel() / 2 : 0;
            return new ConvolutionLayer.Builder(convolution.kernel(), convolution.kernel())
                    .padding(pad, pad)
                    .nOut(convolution.filters())
                    .build();
        }
        if (layer instanceof Layer.MaxPool2d pool) {
            return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                    .kernelSize(pool.size(), pool.size())
                    .stride(pool.size(), pool.size())
                    .build();
        }
        if (layer instanceof Layer.Relu) {
            return new ActivationLayer.Builder().activation(Activation.RELU).build();
        }
        if (layer instanceof Layer.Dropout dropout) {
            // Deeplearning4j names the probability of keeping a value.
            return new DropoutLayer.Builder((1000 - dropout.permille()) / 1000.0).build();
        }
        throw new IllegalArgumentException(
                "A layer for Deeplearning4j must be dense, conv2d, max-pool2d, relu or dropout. Provided value: "
                        + layer);
    }
}
