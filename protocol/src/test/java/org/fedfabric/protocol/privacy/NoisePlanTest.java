package org.fedfabric.protocol.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.Privacy.Mechanism;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoisePlanTest {
    @Test
    void refuses_what_no_noise_reaches() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoisePlan.multiplierMicros(Mechanism.DISCRETE_LAPLACE, 1, 10_000, 1_000))
                .withMessageContaining("ask for more ε or fewer submissions. Provided value: 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoisePlan.multiplierMicros(Mechanism.NONE, 1_000_000, 10_000, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoisePlan.multiplierMicros(Mechanism.DISCRETE_GAUSSIAN, 0, 10_000, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoisePlan.multiplierMicros(Mechanism.DISCRETE_GAUSSIAN, 1_000_000, 0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoisePlan.multiplierMicros(Mechanism.DISCRETE_GAUSSIAN, 1_000_000, 10_000, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "DISCRETE_GAUSSIAN, 1000000, 10000, 1",
        "DISCRETE_GAUSSIAN, 1000000, 10000, 20",
        "DISCRETE_GAUSSIAN, 8000000, 10, 100",
        "DISCRETE_GAUSSIAN, 200000000, 1000000, 3",
        "DISCRETE_LAPLACE, 1000000, 10000, 1",
        "DISCRETE_LAPLACE, 8000000, 10000, 30"
    })
    void the_multiplier_is_the_smallest_that_keeps_to_the_total(
            Mechanism mechanism, long epsilonMicros, long deltaPerBillion, long submissions) {
        long multiplier = NoisePlan.multiplierMicros(mechanism, epsilonMicros, deltaPerBillion, submissions);
        assertThat(total(mechanism, multiplier, deltaPerBillion, submissions)).isLessThanOrEqualTo(epsilonMicros);
        assertThat(total(mechanism, multiplier - 1, deltaPerBillion, submissions))
                .isGreaterThan(epsilonMicros);
    }

    @Test
    void known_values() {
        // 3.75 would be exact; each charge is rounded up to a billionth, so 30 of them exceed 8.
        assertThat(NoisePlan.multiplierMicros(Mechanism.DISCRETE_LAPLACE, 8_000_000, 1, 30))
                .isEqualTo(3_750_001);
        // The exact multiplier of one submission is 3.73063; accounting by zCDP asks for 7 % more.
        assertThat(NoisePlan.multiplierMicros(Mechanism.DISCRETE_GAUSSIAN, 1_000_000, 10_000, 1))
                .isBetween(3_730_630L, 4_100_000L);
    }

    private static long total(Mechanism mechanism, long multiplier, long deltaPerBillion, long submissions) {
        return PrivacyLoss.ofSubmission(new Privacy(mechanism, Privacy.Unit.PARTICIPANT, multiplier, deltaPerBillion))
                .times(submissions)
                .epsilonMicros(deltaPerBillion);
    }
}
