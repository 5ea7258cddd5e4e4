package org.fedfabric.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.model.ForwardPass;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.protocol.model.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorTest {
    @Test
    void refuses_what_does_not_fit() {
        ModelSpec model = NamedModels.forName("mlp", Shape.flat(4), 2);
        float[] parameters = SeededParameters.draw(model, 1);
        Predictor predictor = new Predictor(model);
        assertThatThrownBy(() -> predictor.logits(new float[1], new float[4], 1))
                .hasMessageContaining("The model must have " + parameters.length + " parameters");
        assertThatThrownBy(() -> predictor.logits(parameters, new float[5], 1))
                .hasMessageContaining("must have 4 features each");
        predictor.close();
        predictor.close();
        assertThatThrownBy(() -> predictor.logits(parameters, new float[4], 1))
                .hasMessageContaining("A predictor must be open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "2nn", "small-cnn", "mcmahan-cnn"})
    void scores_agree_with_the_forward_pass_that_judges(String name) {
        boolean image = name.endsWith("cnn");
        ModelSpec model = NamedModels.forName(name, image ? new Shape(18, 17, 2) : Shape.flat(50), 5);
        float[] parameters = SeededParameters.draw(model, 8);
        FeatureRows rows = Samples.blobs(model, 301, 0.5, 3);
        try (Predictor predictor = new Predictor(model)) {
            float[] ours = predictor.logits(parameters, rows.features(), rows.rows());
            float[] judges = ForwardPass.of(model).logits(parameters, rows.features(), rows.rows());
            assertThat(ours).containsExactly(judges, within(2e-4f));
        }
    }
}
