package org.fedfabric.trainer.interchange;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.Layer.Padding;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.trainer.learning.Predictor;
import org.junit.jupiter.params.provider.Arguments;

/** Networks that use every layer, with parameters and rows for them. */
final class SampleModels {
    private SampleModels() {}

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of("mlp", NamedModels.forName("mlp", Shape.flat(7), 3)),
                Arguments.of("2nn", NamedModels.forName("2nn", Shape.flat(90), 4)),
                Arguments.of("small-cnn", NamedModels.forName("small-cnn", new Shape(28, 28, 1), 10)),
                Arguments.of("mcmahan-cnn", NamedModels.forName("mcmahan-cnn", new Shape(8, 12, 3), 5)),
                Arguments.of(
                        "flattened image",
                        ModelSpec.of(new Shape(3, 4, 2), new Layer.Flatten(), new Layer.Dense(3), new Layer.Softmax())),
                Arguments.of(
                        "convolution to one pixel",
                        ModelSpec.of(
                                new Shape(3, 3, 1),
                                new Layer.Conv2d(9, 3, Padding.VALID),
                                new Layer.Dense(3),
                                new Layer.Softmax())),
                Arguments.of(
                        "dropout and an odd image",
                        ModelSpec.of(
                                new Shape(7, 9, 2),
                                new Layer.Conv2d(3, 2, Padding.VALID),
                                new Layer.Dropout(200),
                                new Layer.MaxPool2d(3),
                                new Layer.Relu(),
                                new Layer.Flatten(),
                                new Layer.Dropout(500),
                                new Layer.Dense(12),
                                new Layer.Dense(3),
                                new Layer.Softmax())));
    }

    /** Drawn weights, and biases that are not zero. */
    static float[] parameters(ModelSpec spec) {
        float[] parameters = SeededParameters.draw(spec, 4);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += (float) random.nextDouble(-0.05, 0.05);
        }
        return parameters;
    }

    static float[] features(ModelSpec spec, int rows) {
        SplittableRandom random = new SplittableRandom(3);
        float[] features = new float[rows * spec.input().size()];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextDouble();
        }
        return features;
    }

    /** What this product's own network says. */
    static float[] probabilities(ModelSpec spec, float[] parameters, float[] features, int rows) {
        try (Predictor predictor = new Predictor(spec)) {
            return softmax(predictor.logits(parameters, features, rows), spec.classes());
        }
    }

    private static float[] softmax(float[] logits, int classes) {
        float[] probabilities = new float[logits.length];
        for (int row = 0; row < logits.length; row += classes) {
            double total = 0;
            for (int c = 0; c < classes; c++) {
                total += Math.exp(logits[row + c]);
            }
            for (int c = 0; c < classes; c++) {
                probabilities[row + c] = (float) (Math.exp(logits[row + c]) / total);
            }
        }
        return probabilities;
    }
}
