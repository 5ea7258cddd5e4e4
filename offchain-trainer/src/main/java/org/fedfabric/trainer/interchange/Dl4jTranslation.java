package org.fedfabric.trainer.interchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.fedfabric.protocol.model.Initialisation;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * A Deeplearning4j network in this product's layers. What belongs to training there (updater, regularisation, weight
 * initialisation) is not part of the network and is left behind; whatever changes a prediction and has no counterpart here
 * is refused with the layer's place and name.
 */
final class Dl4jTranslation {
    private static final String SUPPORTED = "Supported are dense layers, convolutions with square kernel and stride 1"
            + " (no padding, or one that keeps the size), max-pooling with stride = kernel, relu, dropout, and a softmax"
            + " output layer";

    private final MultiLayerConfiguration configuration;
    private final List<Layer> layers = new ArrayList<>();
    private final List<Integer> indices = new ArrayList<>();
    private String place;

    private Dl4jTranslation(MultiLayerConfiguration configuration) {
        this.configuration = configuration;
        for (int i = 0; i < configuration.getConfs().size(); i++) {
            add(i, configuration.getConf(i).getLayer());
        }
    }

    /**
     * Translates the layers.
     *
     * @throws UnsupportedModelException naming the first layer that has no counterpart
     */
    static Dl4jTranslation of(MultiLayerConfiguration configuration) {
        return new Dl4jTranslation(configuration);
    }

    /** The network's index of each layer that has parameters, in order. */
    List<Integer> indices() {
        return List.copyOf(indices);
    }

    /**
     * The network for examples of this shape.
     *
     * @throws UnsupportedModelException if the layers do not fit one another
     */
    ModelSpec spec(Shape input) {
        try {
            return new ModelSpec(ModelSpec.SCHEMA, input, layers, Initialisation.HE_UNIFORM);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedModelException(
                    "The zip's layers must fit one another for an input of " + input + ". " + e.getMessage(), e);
        }
    }

    /** The shape of an example, where the configuration says it; that of images often stands nowhere in it. */
    Optional<Shape> input() {
        for (int i = 0; i < configuration.getConfs().size(); i++) {
            InputPreProcessor before = configuration.getInputPreProcess(i);
            if (before instanceof FeedForwardToCnnPreProcessor image) {
                return Optional.of(shape(image.getInputHeight(), image.getInputWidth(), image.getNumChannels()));
            }
            if (before instanceof CnnToFeedForwardPreProcessor image) {
                return Optional.of(shape(image.getInputHeight(), image.getInputWidth(), image.getNumChannels()));
            }
            org.deeplearning4j.nn.conf.layers.Layer layer =
                    configuration.getConf(i).getLayer();
            if (layer instanceof DenseLayer dense) {
                return Optional.of(shape(1, 1, dense.getNIn()));
            }
            if (layer instanceof OutputLayer output) {
                return Optional.of(shape(1, 1, output.getNIn()));
            }
            if (layer instanceof ConvolutionLayer || layer instanceof SubsamplingLayer) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Shape shape(long height, long width, long channels) {
        return new Shape(Math.toIntExact(height), Math.toIntExact(width), Math.toIntExact(channels));
    }

    private void add(int index, org.deeplearning4j.nn.conf.layers.Layer layer) {
        place = "layer " + index + " ("
                + (layer.getLayerName() == null ? "" : layer.getLayerName() + ", ")
                + layer.getClass().getSimpleName() + ")";
        addPreProcessor(index);
        addDropout(layer.getIDropout());
        // Exact classes: several layers of other meaning extend these.
        Class<?> kind = layer.getClass();
        if (kind == DenseLayer.class) {
            DenseLayer dense = (DenseLayer) layer;
            require(dense.isHasBias(), "must have biases", "none");
            require(!dense.hasLayerNorm(), "must not normalise", "layer normalisation");
            addDense(index, dense.getNOut());
            addActivation(dense.getActivationFn());
        } else if (kind == ConvolutionLayer.class) {
            addConvolution(index, (ConvolutionLayer) layer);
        } else if (kind == SubsamplingLayer.class) {
            addPool((SubsamplingLayer) layer);
        } else if (kind == ActivationLayer.class) {
            addActivation(((ActivationLayer) layer).getActivationFn());
        } else if (kind == OutputLayer.class) {
            addOutput(index, (OutputLayer) layer);
        } else {
            require(kind == DropoutLayer.class, "must be of a kind that this product has", kind.getSimpleName());
        }
    }

    private void addPreProcessor(int index) {
        InputPreProcessor before = configuration.getInputPreProcess(index);
        if (before instanceof CnnToFeedForwardPreProcessor images) {
            require(images.getFormat() == CNN2DFormat.NCHW, "must flatten channels first (NCHW)", images.getFormat());
            layers.add(new Layer.Flatten());
        } else if (before != null) {
            boolean readsImages = before instanceof FeedForwardToCnnPreProcessor && index == 0;
            require(readsImages, "must not be preceded by", before.getClass().getSimpleName());
        }
    }

    private void addDropout(IDropout dropout) {
        if (dropout == null) {
            return;
        }
        require(
                dropout instanceof Dropout plain && plain.getPSchedule() == null,
                "must drop values by a fixed probability",
                dropout);
        double dropped = 1000 * (1 - ((Dropout) dropout).getP());
        long permille = Math.round(dropped);
        if (permille == 0) {
            return;
        }
        require(
                Math.abs(dropped - permille) < 1e-6 && permille >= 1 && permille <= 900,
                "must drop with a probability of 0.001 to 0.9 in thousandths",
                dropped / 1000);
        layers.add(new Layer.Dropout((int) permille));
    }

    private void addDense(int index, long units) {
        require(units <= 65_536, "must have at most 65,536 units", units);
        indices.add(index);
        layers.add(new Layer.Dense((int) units));
    }

    private void addConvolution(int index, ConvolutionLayer layer) {
        require(layer.isHasBias(), "must have biases", "none");
        require(layer.getCnn2dDataFormat() == CNN2DFormat.NCHW, "must be NCHW", layer.getCnn2dDataFormat());
        int kernel = square(layer.getKernelSize(), "kernel");
        require(square(layer.getStride(), "stride") == 1, "must have stride 1", layer.getStride()[0]);
        require(square(layer.getDilation(), "dilation") == 1, "must have dilation 1", layer.getDilation()[0]);
        require(kernel <= 15 && layer.getNOut() <= 4_096, "must have a kernel of at most 15, 4,096 filters", kernel);
        boolean same = layer.getConvolutionMode() == ConvolutionMode.Same;
        int pad = same ? kernel / 2 : square(layer.getPadding(), "padding");
        require(
                layer.getConvolutionMode() != ConvolutionMode.Causal
                        && (pad == 0 || (pad == kernel / 2 && kernel % 2 == 1))
                        && (!same || kernel % 2 == 1),
                "must have no padding, or an odd kernel and (kernel − 1) / 2",
                layer.getConvolutionMode() + " with kernel " + kernel + ", padding " + pad);
        indices.add(index);
        layers.add(new Layer.Conv2d(
                Math.toIntExact(layer.getNOut()), kernel, pad == 0 ? Layer.Padding.VALID : Layer.Padding.SAME));
        addActivation(layer.getActivationFn());
    }

    private void addPool(SubsamplingLayer layer) {
        require(layer.getPoolingType() == PoolingType.MAX, "must take the maximum", layer.getPoolingType());
        require(layer.getCnn2dDataFormat() == CNN2DFormat.NCHW, "must be NCHW", layer.getCnn2dDataFormat());
        int size = square(layer.getKernelSize(), "kernel");
        require(size >= 2 && size <= 8, "must have a kernel of 2 to 8", size);
        require(square(layer.getStride(), "stride") == size, "must have stride = kernel", layer.getStride()[0]);
        require(square(layer.getDilation(), "dilation") == 1, "must have dilation 1", layer.getDilation()[0]);
        require(
                layer.getConvolutionMode() != ConvolutionMode.Same && square(layer.getPadding(), "padding") == 0,
                "must have no padding",
                layer.getConvolutionMode());
        layers.add(new Layer.MaxPool2d(size));
    }

    private void addOutput(int index, OutputLayer layer) {
        require(layer.isHasBias(), "must have biases", "none");
        require(
                layer.getActivationFn() instanceof ActivationSoftmax,
                "must end in softmax, with one output per class",
                layer.getActivationFn());
        ILossFunction loss = layer.getLossFn();
        require(
                // Negative log-likelihood is a subclass.
                loss instanceof LossMCXENT, "must be trained by cross-entropy", loss);
        require(index == configuration.getConfs().size() - 1, "must be the last", "another behind it");
        addDense(index, layer.getNOut());
        layers.add(new Layer.Softmax());
    }

    private void addActivation(IActivation activation) {
        if (activation instanceof ActivationReLU) {
            layers.add(new Layer.Relu());
        } else {
            require(activation instanceof ActivationIdentity, "must have activation relu or identity", activation);
        }
    }

    private int square(int[] sizes, String what) {
        require(sizes.length == 2 && sizes[0] == sizes[1], "must have the same " + what + " both ways", sizes[0]);
        return sizes[0];
    }

    private void require(boolean condition, String mustHold, Object provided) {
        if (!condition) {
            String sentence = Character.toUpperCase(place.charAt(0)) + place.substring(1) + " " + mustHold;
            throw new UnsupportedModelException(sentence + ". Provided value: " + provided + ". " + SUPPORTED + ".");
        }
    }
}
