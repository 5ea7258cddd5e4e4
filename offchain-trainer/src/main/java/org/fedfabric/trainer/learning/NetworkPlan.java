package org.fedfabric.trainer.learning;

import java.util.ArrayList;
import java.util.List;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;

/**
 * Turns a spec's layers into stages. A convolution becomes a product and a bias; where a pool follows, with or without
 * ReLU between, the pool goes before bias and ReLU: both are monotone, so the outcome is the same, on a quarter of the
 * values.
 */
final class NetworkPlan {
    private final Gemm gemm;
    private final int capacity;
    private final Floats parameters;
    private final TrainingRandom random;
    private final List<Stage> stages = new ArrayList<>();
    private final Activations input;
    private Activations last;
    private int offset;

    NetworkPlan(ModelSpec spec, Gemm gemm, int capacity, Floats parameters, TrainingRandom random) {
        this.gemm = gemm;
        this.capacity = capacity;
        this.parameters = parameters;
        this.random = random;
        this.input = Activations.allocate(spec.input(), capacity, false);
        this.last = input;
        List<Layer> layers = spec.layers();
        for (int i = 0; i < layers.size(); ) {
            i += add(layers, i);
        }
    }

    /** Where a batch goes in. */
    Activations input() {
        return input;
    }

    /** Where the scores come out. */
    Activations logits() {
        return last;
    }

    /** First to last. */
    List<Stage> stages() {
        return List.copyOf(stages);
    }

    /** Adds the stages of the layer at i, and of those behind it that it is run together with; returns how many. */
    private int add(List<Layer> layers, int i) {
        Layer layer = layers.get(i);
        if (layer instanceof Layer.Conv2d convolution) {
            boolean relu = layers.get(i + 1) instanceof Layer.Relu;
            int next = relu ? i + 2 : i + 1;
            if (layers.get(next) instanceof Layer.MaxPool2d pool) {
                addConvolution(convolution, pool);
                if (relu) {
                    stages.add(new ReluStage(last));
                }
                return next - i + 1;
            }
            addConvolution(convolution, null);
        } else if (layer instanceof Layer.Dense) {
            Activations out = output(layer, true);
            stages.add(new DenseStage(gemm, last, out, parameters, offset, capacity));
            advance(layer, out);
        } else if (layer instanceof Layer.MaxPool2d pool) {
            Image sorted = Image.allocate(gemm, last.shape(), pool.size(), capacity);
            stages.add(new PhaseStage(last, sorted, capacity));
            addPool(sorted, pool.outputOf(last.shape()), last.hasGradients());
        } else if (layer instanceof Layer.Flatten) {
            addFlatten(layer);
        } else if (layer instanceof Layer.Relu) {
            stages.add(new ReluStage(last));
        } else if (layer instanceof Layer.Dropout dropout) {
            stages.add(new DropoutStage(dropout, last, random));
        }
        // Softmax: SoftmaxLoss in training; scores are wanted before it otherwise.
        return 1;
    }

    private void addConvolution(Layer.Conv2d layer, Layer.MaxPool2d pool) {
        Shape shape = layer.outputOf(last.shape());
        Image image = Image.allocate(gemm, shape, pool == null ? 1 : pool.size(), capacity);
        stages.add(new ConvolutionStage(gemm, layer, last, image, parameters, offset, capacity));
        offset += layer.parameterCount(last.shape());
        if (pool == null) {
            last = Activations.allocate(shape, capacity, true);
            stages.add(new FetchStage(image, last));
        } else {
            addPool(image, pool.outputOf(shape), true);
        }
        stages.add(new BiasStage(last, parameters, offset - layer.filters()));
    }

    private void addPool(Image image, Shape shape, boolean withGradients) {
        last = Activations.allocate(shape, capacity, withGradients);
        stages.add(new MaxPoolStage(image, last, capacity));
    }

    /** With a single image row the order is flat already. */
    private void addFlatten(Layer layer) {
        Activations out = last.as(layer.outputOf(last.shape()));
        if (last.shape().height() > 1) {
            out = output(layer, last.hasGradients());
            stages.add(new FlattenStage(last, out));
        }
        last = out;
    }

    private Activations output(Layer layer, boolean withGradients) {
        return Activations.allocate(layer.outputOf(last.shape()), capacity, withGradients);
    }

    private void advance(Layer layer, Activations out) {
        offset += layer.parameterCount(last.shape());
        last = out;
    }
}
