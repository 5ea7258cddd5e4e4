package org.fedfabric.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.Shape;
import org.junit.jupiter.api.Test;

class DropoutStageTest {
    private final Activations io = Activations.allocate(Shape.flat(1000), 20, true);
    private final TrainingRandom random = new TrainingRandom();
    private final DropoutStage dropout = new DropoutStage(new Layer.Dropout(250), io, random);

    @Test
    void leaves_prediction_alone() {
        Arrays.fill(io.values(), 3f);
        dropout.forward(20, /* training= */ false);
        assertThat(io.values()).containsOnly(3f);
    }

    @Test
    void drops_its_share_and_scales_the_rest_up() {
        random.restart(1);
        Arrays.fill(io.values(), 3f);
        dropout.forward(20, /* training= */ true);
        assertThat(io.values()).containsOnly(0f, 4f);
        int dropped = 0;
        for (float value : io.values()) {
            dropped += value == 0 ? 1 : 0;
        }
        // 5,000 expected, standard deviation 61: five of them, and the seed is fixed.
        assertThat(dropped).isBetween(4_700, 5_300);
    }

    @Test
    void gradients_pass_where_values_did() {
        random.restart(2);
        Arrays.fill(io.values(), 3f);
        Arrays.fill(io.gradients(), 6f);
        dropout.forward(20, /* training= */ true);
        dropout.backward(20, new GradientSink(null, 1, 0));
        for (int i = 0; i < io.values().length; i++) {
            assertThat(io.gradients()[i]).isCloseTo(io.values()[i] * 2, within(1e-5f));
        }
    }
}
