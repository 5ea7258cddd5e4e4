package org.fedfabric.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.model.BackwardPass;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.protocol.task.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gradient that endorsers compute in plain Java and the step that participants train with. */
class GradientAgreementTest {
    @ParameterizedTest
    @CsvSource({"linear, 1, 8", "mlp, 1, 8", "small-cnn, 16, 16"})
    void one_step_of_training_moves_against_the_backward_passs_gradient(String name, int height, int width) {
        ModelSpec model = NamedModels.forName(name, height == 1 ? Shape.flat(width) : new Shape(height, width, 1), 4);
        DataSchema schema = Samples.schema(model, 1_000_000, 2_000_000);
        FeatureRows rows = Samples.blobs(model, 24, 0.5, 5);
        float[] base = SeededParameters.draw(model, 3);
        Training step = new Training(1, 24, Training.Optimiser.SGD, 1_000_000, 0);

        float[] moved = LocalTraining.run(model, step, schema, rows, base, 1, (epoch, loss) -> {})
                .parameters();
        double[] gradient = BackwardPass.of(model)
                .gradient(
                        IntStream.range(0, base.length)
                                .mapToDouble(j -> base[j])
                                .toArray(),
                        rows,
                        IntStream.range(0, 24).toArray(),
                        schema.classWeightsMicros());

        for (int j = 0; j < base.length; j++) {
            assertThat((double) base[j] - moved[j]).as("parameter %d", j).isCloseTo(gradient[j], within(1e-5));
        }
    }
}
