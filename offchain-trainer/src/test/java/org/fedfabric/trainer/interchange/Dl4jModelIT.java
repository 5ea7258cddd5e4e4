package org.fedfabric.trainer.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.Layer.Padding;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.protocol.model.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class Dl4jModelIT {
    private static final int ROWS = 9;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.fedfabric.trainer.interchange.SampleModels#models")
    void a_written_model_gives_the_same_probabilities(String name, ModelSpec spec) throws Exception {
        float[] parameters = SampleModels.parameters(spec);
        float[] features = SampleModels.features(spec, ROWS);
        Path zip = folder.resolve("model.zip");
        Dl4jModel.write(spec, parameters, zip);
        MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(zip.toFile());
        float[] theirs = network.output(input(spec, features)).data().asFloat();
        float[] ours = SampleModels.probabilities(spec, parameters, features, ROWS);
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
}
