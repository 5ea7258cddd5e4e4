package org.fedfabric.protocol.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.task.Privacy;
import org.junit.jupiter.api.Test;

class NoiseDescriptorTest {
    @Test
    void names_mechanism_unit_and_multiplier() {
        assertThat(NoiseDescriptor.of(new Tasks()
                        .privacy(gaussian(Privacy.Mechanism.DISCRETE_GAUSSIAN))
                        .build()))
                .isEqualTo("discrete-gaussian participant multiplier-micros=3730630");
        assertThat(NoiseDescriptor.of(new Tasks()
                        .privacy(gaussian(Privacy.Mechanism.DISCRETE_LAPLACE))
                        .build()))
                .isEqualTo("discrete-laplace participant multiplier-micros=3730630");
        assertThat(NoiseDescriptor.of(new Tasks().build())).isEqualTo(Submission.NO_NOISE);
    }

    @Test
    void says_so_where_the_noise_is_simulated_and_protects_nobody() {
        var task = new Tasks()
                .privacy(gaussian(Privacy.Mechanism.DISCRETE_GAUSSIAN))
                .simulation(true)
                .build();
        assertThat(NoiseDescriptor.of(task))
                .isEqualTo("SIMULATED discrete-gaussian participant multiplier-micros=3730630");
        assertThat(task.isProtected()).isFalse();
        assertThat(new Tasks().build().isProtected()).isFalse();
        assertThat(new Tasks()
                        .privacy(gaussian(Privacy.Mechanism.DISCRETE_LAPLACE))
                        .build()
                        .isProtected())
                .isTrue();
    }

    private static Privacy gaussian(Privacy.Mechanism mechanism) {
        return new Privacy(mechanism, Privacy.Unit.PARTICIPANT, 3_730_630, 10_000);
    }
}
