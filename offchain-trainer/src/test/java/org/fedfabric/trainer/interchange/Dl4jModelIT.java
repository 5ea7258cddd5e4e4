package org.fedfabric.trainer.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.Layer.Padding;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.trainer.learning.Predictor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class Dl4jModelIT {
    private static final int ROWS = 9;

    @TempDir
    private Path folder;

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

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void a_written_model_gives_the_same_probabilities(String name, ModelSpec spec) throws Exception {
        float[] parameters = SeededParameters.draw(spec, 4);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += (float) random.nextDouble(-0.05, 0.05); // biases too
        }
        float[] features = new float[ROWS * spec.input().size()];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextDouble();
        }
        Path zip = folder.resolve("model.zip");
        Dl4jModel.write(spec, parameters, zip);
        MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(zip.toFile());
        float[] theirs = network.output(input(spec, features)).data().asFloat();
        float[] ours;
        try (Predictor predictor = new Predictor(spec)) {
            ours = softmax(predictor.logits(parameters, features, ROWS), spec.classes());
        }
        assertThat(theirs).hasSameSizeAs(ours).containsExactly(ours, within(1e-5f));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(zip);
        }
    }

    @Test
    void the_written_model_can_be_trained_further() throws Exception {
        ModelSpec spec = NamedModels.forName("small-cnn", new Shape(16, 16, 1), 3);
        Path zip = folder.resolve("model.zip");
        Dl4jModel.write(spec, SeededParameters.draw(spec, 4), zip);
        MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(zip.toFile());
        INDArray labels = Nd4j.zeros(ROWS, 3);
        for (int row = 0; row < ROWS; row++) {
            labels.putScalar(row, row % 3, 1);
        }
        DataSet data = new DataSet(Nd4j.rand(ROWS, 1, 16, 16), labels);
        double before = network.score(data);
        for (int i = 0; i < 20; i++) {
            network.fit(data);
        }
        assertThat(network.score(data)).isLessThan(before);
    }

    @Test
    void refuses_a_model_without_a_dense_end_and_foreign_parameters() {
        ModelSpec open = ModelSpec.of(new Shape(3, 3, 1), new Layer.Conv2d(3, 3, Padding.VALID), new Layer.Softmax());
        assertThatThrownBy(() -> Dl4jModel.network(open, new float[30]))
                .hasMessageContaining("must end with a dense layer and softmax");
        assertThatThrownBy(() -> Dl4jModel.network(open, new float[3]))
                .hasMessageContaining("The model must have 30 parameters. Provided value: 3");
    }

    private static INDArray input(ModelSpec spec, float[] features) {
        Shape shape = spec.input();
        INDArray all = Nd4j.createFromArray(features);
        return shape.height() * shape.width() == 1
                ? all.reshape(ROWS, shape.channels())
                : all.reshape(ROWS, shape.height(), shape.width(), shape.channels())
                        .permute(0, 3, 1, 2)
                        .dup('c');
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
