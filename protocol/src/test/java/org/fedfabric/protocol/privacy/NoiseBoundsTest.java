package org.fedfabric.protocol.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.Privacy.Mechanism;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An honest update breaks a bound with probability at most 1e-6, so among 1,000 none does, but for a false alarm of 1e-3
 * at most. Noise a third wider breaks it nearly always, so a trainer that added other noise than declared is seen.
 */
class NoiseBoundsTest {
    private static final int UPDATES = 1_000;

    @Test
    void needs_noise() {
        Sensitivity sensitivity = new Sensitivity(100, 4);
        assertThatIllegalArgumentException().isThrownBy(() -> NoiseBounds.squaredNorm(sensitivity, Privacy.none()));
        assertThatIllegalArgumentException().isThrownBy(() -> NoiseBounds.largestValue(sensitivity, Privacy.none()));
        assertThatIllegalArgumentException().isThrownBy(() -> NoiseBounds.deviation(sensitivity, Privacy.none()));
    }

    @ParameterizedTest
    @CsvSource({
        // mechanism, multiplier in millionths, B, d
        "DISCRETE_GAUSSIAN, 1000000, 400, 1",
        "DISCRETE_GAUSSIAN, 10000, 400, 1000",
        "DISCRETE_GAUSSIAN, 20000, 250, 1000",
        "DISCRETE_GAUSSIAN, 1000000, 10000, 2000",
        "DISCRETE_LAPLACE, 1000000, 400, 1",
        "DISCRETE_LAPLACE, 10000, 400, 1000",
        "DISCRETE_LAPLACE, 1000000, 10000, 2000"
    })
    void honest_updates_are_within_the_bounds(Mechanism mechanism, long multiplier, long bound, int count) {
        Sensitivity sensitivity = new Sensitivity(bound, count);
        Privacy privacy = new Privacy(mechanism, Privacy.Unit.PARTICIPANT, multiplier, 10_000);
        double norm = NoiseBounds.squaredNorm(sensitivity, privacy);
        double largest = NoiseBounds.largestValue(sensitivity, privacy);
        Noise noise = new Noise(mechanism, sensitivity, multiplier, 7);
        for (int update = 0; update < UPDATES; update++) {
            double[] y = noise.update(sensitivity);
            assertThat(squares(y)).isLessThanOrEqualTo(norm);
            assertThat(max(y)).isLessThanOrEqualTo(largest);
        }
    }

    @ParameterizedTest
    @CsvSource({"DISCRETE_GAUSSIAN, 1000000, 10000, 2000", "DISCRETE_LAPLACE, 1000000, 10000, 5000"})
    void noise_a_third_wider_than_declared_breaks_the_bound(
            Mechanism mechanism, long multiplier, long bound, int count) {
        Sensitivity sensitivity = new Sensitivity(bound, count);
        Privacy declared = new Privacy(mechanism, Privacy.Unit.PARTICIPANT, multiplier, 10_000);
        Noise wider = new Noise(mechanism, sensitivity, multiplier * 4 / 3, 8);
        int broken = 0;
        for (int update = 0; update < UPDATES; update++) {
            broken += squares(wider.update(sensitivity)) > NoiseBounds.squaredNorm(sensitivity, declared) ? 1 : 0;
        }
        assertThat(broken).isGreaterThan(UPDATES * 99 / 100);
    }

    @ParameterizedTest
    @CsvSource({"DISCRETE_GAUSSIAN, 1000000, 10000, 2000", "DISCRETE_LAPLACE, 1000000, 10000, 2000"})
    void the_expectation_alone_would_refuse_honest_updates(
            Mechanism mechanism, long multiplier, long bound, int count) {
        Sensitivity sensitivity = new Sensitivity(bound, count);
        Privacy privacy = new Privacy(mechanism, Privacy.Unit.PARTICIPANT, multiplier, 10_000);
        double deviation = NoiseBounds.deviation(sensitivity, privacy);
        double expected = bound + count * deviation * deviation;
        Noise noise = new Noise(mechanism, sensitivity, multiplier, 9);
        int refused = 0;
        double sum = 0;
        for (int update = 0; update < UPDATES; update++) {
            double squares = squares(noise.update(sensitivity));
            sum += squares;
            refused += squares > expected ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(UPDATES / 4);
        // Of 2,000,000 squares with a relative deviation of √5 at most the mean is within 6·√(5/2e6), 1 %.
        assertThat(sum / UPDATES / expected).isBetween(0.99, 1.01);
    }

    @Test
    void known_values() {
        Sensitivity sensitivity = new Sensitivity(100, 4);
        Privacy gaussian = new Privacy(Mechanism.DISCRETE_GAUSSIAN, Privacy.Unit.PARTICIPANT, 1_000_000, 10_000);
        // σ² = 400: 100 + 1,600 + 2·20·√(14·1,800) + 2·400·14
        assertThat(NoiseBounds.squaredNorm(sensitivity, gaussian))
                .isCloseTo(100 + 1_600 + 40 * Math.sqrt(14 * 1_800) + 11_200, within(1e-4));
        assertThat(NoiseBounds.deviation(sensitivity, gaussian)).isEqualTo(20);
        Privacy laplace = new Privacy(Mechanism.DISCRETE_LAPLACE, Privacy.Unit.PARTICIPANT, 1_000_000, 10_000);
        // t = 40
        double largest = 40 * (15 + Math.log(4));
        assertThat(NoiseBounds.squaredNorm(sensitivity, laplace))
                .isCloseTo(
                        100
                                + 2 * (2 * 40 * Math.sqrt(1_500) + 15 * 40 * 10)
                                + 2 * 4 * 1_600
                                + Math.sqrt(120 * (24 * 1_600.0 * 1_600 + 3_200))
                                + 5 * largest * largest,
                        within(1e-2));
    }

    private static org.assertj.core.data.Offset<Double> within(double offset) {
        return org.assertj.core.data.Offset.offset(offset);
    }

    private static double squares(double[] y) {
        double sum = 0;
        for (double value : y) {
            sum += value * value;
        }
        return sum;
    }

    private static double max(double[] y) {
        double max = 0;
        for (double value : y) {
            max = Math.max(max, Math.abs(value));
        }
        return max;
    }

    /** Draws by inverting a table of the distribution function: accurate to 1e-12, which statistics cannot see. */
    private static final class Noise {
        private final Random random;
        private final double[] cumulative;

        Noise(Mechanism mechanism, Sensitivity sensitivity, long multiplier, long seed) {
            random = new Random(seed);
            double width = mechanism == Mechanism.DISCRETE_GAUSSIAN
                    ? Math.sqrt(sensitivity.gaussianVariance(multiplier).toDouble())
                    : sensitivity.laplaceScale(multiplier).toDouble();
            int reach = (int) Math.ceil(width * 40) + 40;
            cumulative = new double[2 * reach + 1];
            double sum = 0;
            for (int i = 0; i < cumulative.length; i++) {
                double z = i - reach;
                sum += mechanism == Mechanism.DISCRETE_GAUSSIAN
                        ? Math.exp(-z * z / (2 * width * width))
                        : Math.exp(-Math.abs(z) / width);
                cumulative[i] = sum;
            }
        }

        /** All of the norm in one value, and noise on every one. */
        double[] update(Sensitivity sensitivity) {
            double[] y = new double[sensitivity.count()];
            y[0] = Math.floor(Math.sqrt(sensitivity.squaredNormBound()));
            for (int i = 0; i < y.length; i++) {
                y[i] += draw();
            }
            return y;
        }

        private double draw() {
            double u = random.nextDouble() * cumulative[cumulative.length - 1];
            int found = java.util.Arrays.binarySearch(cumulative, u);
            int index = found >= 0 ? found + 1 : -found - 1;
            return index - (cumulative.length - 1) / 2;
        }
    }
}
