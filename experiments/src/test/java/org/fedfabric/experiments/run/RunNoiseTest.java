package org.fedfabric.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fedfabric.protocol.privacy.NoisePlan;
import org.fedfabric.protocol.privacy.Sensitivity;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.SpecChecks;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunNoiseTest {
    private static final double ROWS = 600;

    @Test
    void refuses_noise_it_does_not_know() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms("uniform", "calibrated", 8))
                .withMessageContaining("noise must be laplace or gaussian")
                .withMessageContaining("uniform");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms("laplace", "hopeful", 8))
                .withMessageContaining("calibration must be calibrated or as-published")
                .withMessageContaining("hopeful");
    }

    @Test
    void refuses_noise_without_a_bound_it_is_made_for() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(settings("gaussian", "calibrated", 8, 0)))
                .withMessageContaining("clipNorm above 0");
    }

    /** The Laplace noise of 15 submissions on 40,000 values: each fits into 32 bits long before the sum of squares fits into 64. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 8, 30})
    void steps_are_as_coarse_as_it_takes_that_the_ledger_accepts_calibrated_noise(double epsilon) {
        RunSettings settings = settings("laplace", "calibrated", epsilon, 1);
        TaskSpec spec = terms(withModel(settings, "2nn"));
        assertThatCode(() -> SpecChecks.requireTerms(spec)).doesNotThrowAnyException();
    }

    /** 2 · 0.1 · 50 / 600 · 10 / 30, by hand. */
    @Test
    void laplace_noise_is_scaled_as_published() {
        RunSettings settings = settings("laplace", "as-published", 30, 5);
        assertThat(RunNoise.publishedScale(settings, settings.noise().get(), ROWS))
                .isCloseTo(0.0055555556, within(1e-9));
    }

    /** 2 · 0.1 · 10 / 600 · √(2 · ln(1.25 · 10 / 1e-5)) · 10 / 10: ln 1,250,000 = 14.0386541, by hand. */
    @Test
    void gaussian_noise_is_scaled_as_published() {
        RunSettings settings = settings("gaussian", "as-published", 10, 1);
        assertThat(RunNoise.publishedScale(settings, settings.noise().get(), ROWS))
                .isCloseTo(0.0033333333 * 5.2988027, within(1e-8));
    }

    @Test
    void the_multiplier_gives_at_least_the_published_scale_and_not_a_millionth_more() {
        for (String mechanism : List.of("laplace", "gaussian")) {
            RunSettings settings = settings(mechanism, "as-published", 10, 1);
            RunData data = TinyRun.data(settings);
            TaskSpec spec = RunTerms.of(settings, data);
            double wanted = RunNoise.publishedScale(settings, settings.noise().get(), data.meanRows());
            Sensitivity sensitivity = Sensitivity.of(
                    spec.quantisation(),
                    spec.model().parameterCount(),
                    spec.quantisation().maxRowsLog2());
            long multiplier = spec.privacy().sigmaMicros();
            double unit = (mechanism.equals("laplace") ? sensitivity.l1() : Math.sqrt(sensitivity.squaredL2()))
                    / spec.quantisation().scale()
                    / 1e6;
            assertThat(multiplier * unit).isGreaterThanOrEqualTo(wanted);
            assertThat((multiplier - 1) * unit).isLessThan(wanted);
        }
    }

    @Test
    void refuses_a_bound_beside_which_published_noise_is_less_than_can_be_counted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(settings("laplace", "as-published", 30, 16_000)))
                .withMessageContaining("lower clipNorm");
    }

    @Test
    void the_honest_epsilon_is_that_of_all_submissions_on_the_whole_vector() {
        // Laplace at 4 millionths of the L1 sensitivity: each submission costs 1/0.000004 = 250,000, ten of them ten
        // times.
        assertThat(RunNoise.epsilon(noise(Privacy.Mechanism.DISCRETE_LAPLACE, 4), 10))
                .isEqualTo(2_500_000);
        // Gaussian at 0.5: ρ = 1/(2·0.25) = 2 a submission, 8 for four. ε of ρ = 8 at δ = 1e-5 is at most
        // ρ + 2√(ρ·ln(1/δ)) = 8 + 2√(8·11.512925) = 27.194, and more than 90 % of it.
        assertThat(RunNoise.epsilon(noise(Privacy.Mechanism.DISCRETE_GAUSSIAN, 500_000), 4))
                .isBetween(24.4, 27.195);
    }

    @Test
    void calibrated_noise_keeps_to_the_epsilon_for_as_many_submissions_as_a_member_may_make() {
        // 100 versions, 10 of 100 selected: 10 on average, half as many again at most.
        RunSettings settings = settings("gaussian", "calibrated", 8, 1);
        assertThat(RunNoise.mostSubmissions(settings)).isEqualTo(15);
        TaskSpec spec = terms(settings);
        assertThat(spec.simulation()).isTrue();
        assertThat(spec.privacy().sigmaMicros())
                .isEqualTo(NoisePlan.multiplierMicros(Privacy.Mechanism.DISCRETE_GAUSSIAN, 8_000_000, 10_000, 15));
        assertThat(RunNoise.epsilon(spec.privacy(), 15)).isLessThanOrEqualTo(8);
        assertThat(RunNoise.epsilon(spec.privacy(), 16)).isGreaterThan(8);
    }

    @Test
    void who_is_not_calibrated_for_may_be_selected_in_every_version() {
        assertThat(RunNoise.mostSubmissions(TinyRun.settings(9))).isEqualTo(9);
        assertThat(RunNoise.mostSubmissions(settings("laplace", "as-published", 30, 5)))
                .isEqualTo(100);
    }

    private static RunSettings withModel(RunSettings run, String model) {
        return new RunSettings(
                run.id(),
                run.axes(),
                run.dataset(),
                run.trainingRows(),
                run.partition(),
                run.participants(),
                run.enterprises(),
                run.selected(),
                model,
                run.training(),
                run.versions(),
                run.evaluateEvery(),
                run.target(),
                run.validationRows(),
                run.defence(),
                run.selection(),
                run.noise(),
                run.attack(),
                run.seed());
    }

    private static Privacy noise(Privacy.Mechanism mechanism, long multiplierMicros) {
        return new Privacy(mechanism, Privacy.Unit.PARTICIPANT, multiplierMicros, 10_000);
    }

    private static TaskSpec terms(String mechanism, String calibration, double epsilon) {
        return terms(settings(mechanism, calibration, epsilon, 1));
    }

    private static TaskSpec terms(RunSettings settings) {
        return RunTerms.of(settings, TinyRun.data(settings));
    }

    /** A hundred participants, ten selected, a hundred versions. */
    private static RunSettings settings(String mechanism, String calibration, double epsilon, double clipNorm) {
        return new RunSettings(
                "noisy",
                Map.of(),
                "generated",
                0,
                "iid",
                100,
                4,
                10,
                "linear",
                new RunSettings.LocalWork(1, 0, 0.1, 0, clipNorm),
                100,
                1,
                Optional.empty(),
                100,
                "default",
                "random",
                Optional.of(new RunSettings.NoiseSettings(mechanism, calibration, epsilon, 1e-5)),
                Optional.empty(),
                7);
    }
}
