package org.fedfabric.trainer.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.Layer.Padding;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class Dl4jImportIT {
    private static final int ROWS = 7;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.fedfabric.trainer.interchange.SampleModels#models")
    void what_was_written_comes_back_bit_for_bit(String name, ModelSpec spec) throws Exception {
        float[] parameters = SampleModels.parameters(spec);
        Path zip = folder.resolve("model.zip");
        Dl4jModel.write(spec, parameters, zip);
        ImportedModel read = Dl4jModel.read(zip, Optional.empty());
        assertThat(read.spec()).isEqualTo(spec);
        assertThat(ModelBlob.encode(read.spec(), read.parameters())).isEqualTo(ModelBlob.encode(spec, parameters));
    }

    @Test
    void reads_a_network_of_images_that_another_program_made() throws Exception {
        MultiLayerNetwork theirs = network(
                list -> list.layer(new ConvolutionLayer.Builder(5, 5)
                                .nOut(4)
                                .activation(Activation.RELU)
                                .convolutionMode(ConvolutionMode.Same)
                                .build())
                        .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, new int[] {2, 2})
                                .stride(2, 2)
                                .build())
                        .layer(new ConvolutionLayer.Builder(2, 2)
                                .nOut(3)
                                .dropOut(0.75)
                                .build())
                        .layer(new DenseLayer.Builder()
                                .nOut(9)
                                .activation(Activation.RELU)
                                .dropOut(0.5)
                                .build())
                        .layer(softmax(4)),
                InputType.convolutionalFlat(9, 7, 2));
        ImportedModel read = Dl4jModel.read(saved(theirs), Optional.empty());
        assertThat(read.spec())
                .isEqualTo(ModelSpec.of(
                        new Shape(9, 7, 2),
                        new Layer.Conv2d(4, 5, Padding.SAME),
                        new Layer.Relu(),
                        new Layer.MaxPool2d(2),
                        new Layer.Dropout(250),
                        new Layer.Conv2d(3, 2, Padding.VALID),
                        new Layer.Flatten(),
                        new Layer.Dropout(500),
                        new Layer.Dense(9),
                        new Layer.Relu(),
                        new Layer.Dense(4),
                        new Layer.Softmax()));
        float[] features = SampleModels.features(read.spec(), ROWS);
        // Their flat rows hold whole channels one after the other.
        INDArray rows = Nd4j.createFromArray(features)
                .reshape(ROWS, 9, 7, 2)
                .permute(0, 3, 1, 2)
                .dup('c')
                .reshape(ROWS, 2 * 9 * 7);
        assertThat(SampleModels.probabilities(read.spec(), read.parameters(), features, ROWS))
                .containsExactly(theirs.output(rows).data().asFloat(), within(1e-5f));
    }

    @Test
    void reads_a_network_of_rows_and_leaves_its_training_behind() throws Exception {
        MultiLayerNetwork theirs = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Adam(1e-3))
                .l2(1e-4)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(6)
                        .nOut(5)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        theirs.init();
        ImportedModel read = Dl4jModel.read(saved(theirs), Optional.empty());
        assertThat(read.spec())
                .isEqualTo(ModelSpec.of(
                        Shape.flat(6), new Layer.Dense(5), new Layer.Relu(), new Layer.Dense(3), new Layer.Softmax()));
        float[] features = SampleModels.features(read.spec(), ROWS);
        INDArray rows = Nd4j.createFromArray(features).reshape(ROWS, 6);
        assertThat(SampleModels.probabilities(read.spec(), read.parameters(), features, ROWS))
                .containsExactly(theirs.output(rows).data().asFloat(), within(1e-5f));
    }

    @Test
    void asks_for_the_size_of_images_that_the_zip_does_not_say() throws Exception {
        Path zip = saved(network(
                list -> list.layer(new ConvolutionLayer.Builder(3, 3).nOut(2).build())
                        .layer(new SubsamplingLayer.Builder(new int[] {2, 2}, new int[] {2, 2}).build())
                        .layer(softmax(2)),
                InputType.convolutional(9, 9, 1)));
        assertThatThrownBy(() -> Dl4jModel.read(zip, Optional.empty()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("must be given")
                .hasMessageContaining("--image 28x28x1");
        assertThat(Dl4jModel.read(zip, Optional.of(new Shape(9, 9, 1))).spec().input())
                .isEqualTo(new Shape(9, 9, 1));
        assertThatThrownBy(() -> Dl4jModel.read(zip, Optional.of(new Shape(28, 28, 1))))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("2_W");
    }

    static Stream<Arguments> unsupported() {
        return Stream.of(
                refused(
                        "activation tanh",
                        "Layer 0 (",
                        "relu or identity",
                        "tanh",
                        list -> list.layer(new DenseLayer.Builder()
                                        .nOut(3)
                                        .activation(Activation.TANH)
                                        .build())
                                .layer(softmax(2))),
                refused(
                        "no biases",
                        "DenseLayer",
                        "must have biases",
                        "none",
                        list -> list.layer(new DenseLayer.Builder()
                                        .nOut(3)
                                        .hasBias(false)
                                        .build())
                                .layer(softmax(2))),
                refused(
                        "batch normalisation",
                        "Layer 1",
                        "of a kind",
                        "BatchNormalization",
                        list -> list.layer(new ConvolutionLayer.Builder(3, 3)
                                        .nOut(2)
                                        .build())
                                .layer(new BatchNormalization.Builder().build())
                                .layer(softmax(2))),
                refused(
                        "stride",
                        "ConvolutionLayer",
                        "stride 1",
                        "2",
                        list -> list.layer(new ConvolutionLayer.Builder(3, 3)
                                        .stride(2, 2)
                                        .nOut(2)
                                        .build())
                                .layer(softmax(2))),
                refused(
                        "oblong kernel",
                        "ConvolutionLayer",
                        "same kernel both ways",
                        "3",
                        list -> list.layer(new ConvolutionLayer.Builder(3, 2)
                                        .nOut(2)
                                        .build())
                                .layer(softmax(2))),
                refused(
                        "average pool",
                        "SubsamplingLayer",
                        "take the maximum",
                        "AVG",
                        list -> list.layer(new SubsamplingLayer.Builder(
                                                SubsamplingLayer.PoolingType.AVG, new int[] {2, 2}, new int[] {2, 2})
                                        .build())
                                .layer(softmax(2))),
                refused(
                        "overlapping pool",
                        "SubsamplingLayer",
                        "stride = kernel",
                        "1",
                        list -> list.layer(new SubsamplingLayer.Builder(new int[] {2, 2}, new int[] {1, 1}).build())
                                .layer(softmax(2))),
                refused(
                        "global pool",
                        "Layer 1",
                        "of a kind",
                        "GlobalPoolingLayer",
                        list -> list.layer(new ConvolutionLayer.Builder(3, 3)
                                        .nOut(2)
                                        .build())
                                .layer(new GlobalPoolingLayer.Builder().build())
                                .layer(softmax(2))),
                refused(
                        "sigmoid end",
                        "OutputLayer",
                        "softmax",
                        "sigmoid",
                        list -> list.layer(new OutputLayer.Builder(LossFunction.XENT)
                                .nOut(1)
                                .activation(Activation.SIGMOID)
                                .build())),
                refused(
                        "squared error",
                        "OutputLayer",
                        "cross-entropy",
                        "LossMSE",
                        list -> list.layer(new OutputLayer.Builder(LossFunction.MSE)
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unsupported")
    void refuses_by_name_what_its_layers_cannot_express(
            String name, String place, String rule, String value, Consumer<ListBuilder> layers) throws Exception {
        Path zip = saved(network(layers, InputType.convolutionalFlat(8, 8, 1)));
        assertThatThrownBy(() -> Dl4jModel.read(zip, Optional.empty()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining(place)
                .hasMessageContaining(rule)
                .hasMessageContaining(value)
                .hasMessageContaining("Supported are dense layers");
    }

    @Test
    void refuses_files_that_are_no_model() throws Exception {
        Path text = Files.writeString(folder.resolve("text.zip"), "no zip");
        assertThatThrownBy(() -> Dl4jModel.read(text, Optional.empty()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("must be a zip");
        Path other = folder.resolve("other.zip");
        withEntry(other, "readme.txt", "hello");
        assertThatThrownBy(() -> Dl4jModel.read(other, Optional.empty()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("configuration.json");
        Path graph = folder.resolve("graph.zip");
        withEntry(graph, "configuration.json", "{\"vertices\":{}}");
        withEntry(graph, "coefficients.bin", "");
        assertThatThrownBy(() -> Dl4jModel.read(graph, Optional.empty()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("MultiLayerNetwork");
        assertThatThrownBy(() -> Dl4jModel.read(folder.resolve("missing.zip"), Optional.empty()))
                .isInstanceOf(IOException.class);
    }

    private static Arguments refused(
            String name, String place, String rule, String value, Consumer<ListBuilder> layers) {
        return Arguments.of(name, place, rule, value, layers);
    }

    private static OutputLayer softmax(int classes) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static MultiLayerNetwork network(Consumer<ListBuilder> layers, InputType input) {
        ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(5)
                .activation(Activation.IDENTITY)
                .list();
        layers.accept(list);
        MultiLayerNetwork network =
                new MultiLayerNetwork(list.setInputType(input).build());
        network.init();
        return network;
    }

    private Path saved(MultiLayerNetwork network) throws IOException {
        Path zip = folder.resolve("theirs.zip");
        ModelSerializer.writeModel(network, zip.toFile(), /* saveUpdater= */ true);
        return zip;
    }

    private static void withEntry(Path zip, String name, String text) throws IOException {
        try (FileSystem entries = FileSystems.newFileSystem(zip, java.util.Map.of("create", "true"))) {
            Files.writeString(entries.getPath(name), text);
        }
    }
}
