package org.fedfabric.trainer.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Random;
import java.util.stream.IntStream;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.privacy.Sensitivity;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.task.ValidationSet;
import org.fedfabric.trainer.terms.TaskDraft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseTest {
    private static final Privacy GAUSSIAN =
            new Privacy(Privacy.Mechanism.DISCRETE_GAUSSIAN, Privacy.Unit.PARTICIPANT, 2_000_000, 10_000);
    private static final Quantisation AGREED = new Quantisation(2_000_000, 16, 32, 12);

    @Test
    void refuses_an_update_that_was_rounded_to_the_nearest() {
        QuantisedUpdate nearest = update(1, -1).clip(2).quantise(AGREED, 12);
        assertThatThrownBy(() -> noise(GAUSSIAN, 1).addTo(nearest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rounded within the sensitivity");
    }

    @Test
    void noises_an_update_once() {
        Noise noise = noise(GAUSSIAN, 1);
        QuantisedUpdate rounded = noise.quantise(update(1, -1).clip(2), AGREED, 12);
        noise.addTo(rounded);
        assertThatThrownBy(() -> noise.addTo(rounded))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("noised once");
    }

    @Test
    void refuses_to_round_what_was_clipped_to_more_than_the_tasks_norm() {
        ClippedUpdate loose = update(3, 4).clip(2.5);
        assertThatThrownBy(() -> noise(GAUSSIAN, 1).quantise(loose, AGREED, 12))
                .hasMessageContainingAll("2.0, or less", "2.5");
    }

    @Test
    void takes_a_seed_in_simulation_tasks_alone() {
        TaskSpec earnest = spec(GAUSSIAN, false);
        TaskSpec simulated = spec(GAUSSIAN, true);
        assertThatThrownBy(() -> Noise.insecureOfSeed(earnest, new byte[32]))
                .hasMessageContaining("created with simulation = true");
        assertThatThrownBy(() -> Noise.of(simulated)).hasMessageContaining("drawn from a seed");
        assertThat(Noise.of(earnest).descriptor()).startsWith("discrete-gaussian");
        assertThat(Noise.insecureOfSeed(simulated, new byte[32]).descriptor())
                .startsWith("SIMULATED discrete-gaussian");
    }

    @Test
    void seeded_noise_is_repeatable_and_noise_that_protects_is_not() {
        TaskSpec simulated = spec(GAUSSIAN, true);
        byte[] other = new byte[32];
        other[31] = 1;
        assertThat(noised(Noise.insecureOfSeed(simulated, new byte[32])))
                .isEqualTo(noised(Noise.insecureOfSeed(simulated, new byte[32])))
                .isNotEqualTo(noised(Noise.insecureOfSeed(simulated, other)));
        TaskSpec earnest = spec(GAUSSIAN, false);
        // Equal by chance with probability below 2⁻¹⁰⁰: 100 values, σ of more than a thousand steps.
        assertThat(noised(Noise.of(earnest))).isNotEqualTo(noised(Noise.of(earnest)));
    }

    private static int[] noised(Noise noise) {
        return noise.addTo(noise.quantise(update(new float[100]).clip(2), AGREED, 12))
                .values();
    }

    @ParameterizedTest
    @EnumSource(
            value = Privacy.Mechanism.class,
            names = {"DISCRETE_GAUSSIAN", "DISCRETE_LAPLACE"})
    void adds_the_distribution_that_the_accounting_assumes(Privacy.Mechanism mechanism) {
        Privacy privacy = new Privacy(mechanism, Privacy.Unit.PARTICIPANT, 1_500_000, 10_000);
        // Half the rows: half the weight, half the sensitivity, half the noise.
        Quantisation coarse = new Quantisation(8_000_000, 3, 32, 12);
        int rowsLog2 = 11;
        int values = 500;
        Sensitivity sensitivity = Sensitivity.of(coarse, values, rowsLog2);
        boolean gaussian = mechanism == Privacy.Mechanism.DISCRETE_GAUSSIAN;
        double variance = sensitivity.gaussianVariance(1_500_000).toDouble();
        double scale = sensitivity.laplaceScale(1_500_000).toDouble();
        double sigma = gaussian ? Math.sqrt(variance) : scale;
        GoodnessOfFit fit = new GoodnessOfFit(
                x -> gaussian ? Math.exp(-x * x / (2 * variance)) : Math.exp(-Math.abs(x) / scale),
                (int) (sigma * (gaussian ? 9 : 40)),
                Math.max(1, (int) sigma / 12));
        Noise noise = noise(privacy, 3);
        PrimitiveIterator.OfInt draws = IntStream.range(0, 1_000)
                .flatMap(i -> Arrays.stream(
                        noise.addTo(noise.quantise(update(new float[values]).clip(8), coarse, rowsLog2))
                                .values()))
                .iterator();
        assertThat(fit.verdict(draws::nextInt, 1_000 * values)).isEmpty();
    }

    @Test
    void saturates_after_the_noise() {
        Privacy strong = new Privacy(Privacy.Mechanism.DISCRETE_GAUSSIAN, Privacy.Unit.PARTICIPANT, 1L << 36, 10_000);
        Noise noise = noise(strong, 4);
        Quantisation narrow = new Quantisation(2_000_000, 16, 20, 12);
        assertThat(noise.addTo(noise.quantise(update(new float[50]).clip(2), narrow, 12))
                        .values())
                .containsOnly(narrow.maxMagnitude(), -narrow.maxMagnitude());
    }

    /** The condition binds here: most of the norm that is allowed comes from rounding. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void rounding_at_random_ends_within_the_sensitivity(int seed) {
        int count = 20_000;
        Quantisation coarse = new Quantisation(1_000_000, 3, 32, 12);
        float[] trained = randomFloats(seed, count);
        QuantisedUpdate rounded = ConditionalRounding.round(update(trained).clip(1), coarse, 12, words(seed));
        assertThat(squares(rounded.take()))
                .isLessThanOrEqualTo(Sensitivity.of(coarse, count, 12).squaredNormBound());
    }

    /** The twin: halves, each rounded to 0 or 1 once, have a sum of squares two deviations below the bound. */
    @Test
    void rounding_at_random_without_the_condition_would_leave_the_sensitivity() {
        int count = 200;
        Quantisation coarse = new Quantisation(7_071_068, 0, 32, 12);
        long bound = Sensitivity.of(coarse, count, 12).squaredNormBound();
        float[] halves = new float[count];
        Arrays.fill(halves, 0.5f);
        ClippedUpdate clipped = update(halves).clip(7.071068);
        Random random = new Random(1);
        int outside = 0;
        for (int attempt = 0; attempt < 2_000; attempt++) {
            long sum = 0;
            for (double value : clipped.values()) {
                sum += random.nextDouble() < value ? 1 : 0;
            }
            outside += sum > bound ? 1 : 0;
        }
        assertThat(outside).isPositive();
        for (int seed = 0; seed < 50; seed++) {
            assertThat(squares(ConditionalRounding.round(clipped, coarse, 12, words(seed))
                            .take()))
                    .isLessThanOrEqualTo(bound);
        }
    }

    /**
     * The mean of n roundings of value v has a standard error of √(f·(1−f)/n), f its fractional part; 6.0 of them are left
     * once in 10⁹ times, times 5 values.
     */
    @Test
    void rounding_at_random_keeps_the_mean() {
        Quantisation whole = new Quantisation(100_000_000, 0, 32, 0);
        float[] values = {0.25f, -0.25f, 7.9f, 1e-3f, -41.5f};
        int rounds = 200_000;
        double[] sums = new double[values.length];
        RandomWords words = words(7);
        ClippedUpdate clipped = update(values).clip(100);
        for (int i = 0; i < rounds; i++) {
            int[] rounded = ConditionalRounding.round(clipped, whole, 0, words).take();
            for (int j = 0; j < sums.length; j++) {
                sums[j] += rounded[j];
            }
        }
        for (int j = 0; j < sums.length; j++) {
            double fraction = values[j] - Math.floor(values[j]);
            assertThat(Math.abs(sums[j] / rounds - values[j]))
                    .isLessThan(6.0 * Math.sqrt(fraction * (1 - fraction) / rounds));
        }
    }

    @Test
    void whole_values_are_not_rounded() {
        Quantisation whole = new Quantisation(100_000_000, 0, 32, 0);
        assertThat(ConditionalRounding.round(update(3, -4, 0).clip(100), whole, 0, words(8))
                        .take())
                .containsExactly(3, -4, 0);
    }

    private static Noise noise(Privacy privacy, int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) seed;
        return new SampledNoise(privacy, "test", Keystream.insecureOfSeed(key));
    }

    private static RandomWords words(int seed) {
        byte[] key = new byte[32];
        key[1] = (byte) seed;
        return new RandomWords(Keystream.insecureOfSeed(key));
    }

    private static ModelUpdate update(float... trained) {
        return ModelUpdate.between(new float[trained.length], trained);
    }

    private static float[] randomFloats(int seed, int count) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static long squares(int[] values) {
        return Arrays.stream(values).mapToLong(v -> (long) v * v).sum();
    }

    private static TaskSpec spec(Privacy privacy, boolean simulation) {
        DataSchema data = new DataSchema(
                1,
                List.of(new Column.Numeric("x", 0, 1_000_000, Column.Missing.REFUSE)),
                "label",
                List.of("no", "yes"),
                List.of(1_000_000L, 1_000_000L));
        return new TaskDraft(
                        "noisy",
                        NamedModels.forName("mlp", data.shape(), 2),
                        data,
                        new ValidationSet(Cid.of(new byte[] {1}).toString(), 1, 10),
                        new Training(1, 32, Training.Optimiser.SGD, 50_000, 0),
                        Selection.all(),
                        UpdateCheck.crossEntropy(),
                        2,
                        12,
                        3,
                        2,
                        60,
                        2,
                        1)
                .with(privacy, simulation)
                .toSpec();
    }
}
