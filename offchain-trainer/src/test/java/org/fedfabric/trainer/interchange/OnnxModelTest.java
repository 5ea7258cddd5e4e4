package org.fedfabric.trainer.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import onnx.Onnx;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.model.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxModelTest {
    private static final int ROWS = 3;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.fedfabric.trainer.interchange.SampleModels#models")
    void a_written_model_gives_the_same_probabilities(String name, ModelSpec spec) throws Exception {
        float[] parameters = SampleModels.parameters(spec);
        float[] features = SampleModels.features(spec, ROWS);
        Path file = folder.resolve("model.onnx");
        OnnxModel.write(spec, parameters, Map.of(), file);
        Onnx.ModelProto model = Onnx.ModelProto.parseFrom(Files.readAllBytes(file));
        assertThat(new OnnxReference(model.getGraph()).run(features, ROWS))
                .containsExactly(SampleModels.probabilities(spec, parameters, features, ROWS), within(1e-5f));
    }

    @Test
    void says_what_it_takes_and_where_it_is_from() {
        ModelSpec spec = NamedModels.forName("small-cnn", new Shape(28, 28, 1), 10);
        Onnx.ModelProto model = OnnxModel.of(spec, SampleModels.parameters(spec), Map.of("note", "hello"));
        Onnx.ValueInfoProto input = model.getGraph().getInput(0);
        assertThat(input.getName()).isEqualTo("features");
        assertThat(input.getType().getTensorType().getShape().getDimList())
                .extracting(Onnx.TensorShapeProto.Dimension::getDimValue)
                .containsExactly(0L, 28L, 28L, 1L);
        assertThat(model.getGraph().getOutput(0).getName()).isEqualTo("probabilities");
        assertThat(model.getMetadataPropsList())
                .extracting(Onnx.StringStringEntryProto::getKey, Onnx.StringStringEntryProto::getValue)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("fedfabric.model-spec-digest", Digests.ofRecord(spec)),
                        org.assertj.core.groups.Tuple.tuple("note", "hello"));
    }

    @Test
    void refuses_other_parameters_and_convolutions_of_flat_rows() {
        ModelSpec spec = ModelSpec.of(Shape.flat(3), new Layer.Dense(2), new Layer.Softmax());
        assertThatThrownBy(() -> OnnxModel.of(spec, new float[3], Map.of()))
                .hasMessageContaining("must have 8 parameters. Provided value: 3");
        ModelSpec odd = ModelSpec.of(
                Shape.flat(3), new Layer.Conv2d(2, 1, Layer.Padding.VALID), new Layer.Dense(2), new Layer.Softmax());
        assertThatThrownBy(() -> OnnxModel.of(odd, new float[odd.parameterCount()], Map.of()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("must see images");
    }
}
