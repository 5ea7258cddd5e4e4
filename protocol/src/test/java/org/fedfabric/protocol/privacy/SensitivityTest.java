package org.fedfabric.protocol.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Random;
import org.fedfabric.protocol.task.Quantisation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SensitivityTest {
    @Test
    void refuses_a_norm_whose_square_leaves_61_bits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sensitivity.of(new Quantisation(1_000_000_000_000L, 30, 32, 0), 10, 0))
                .withMessageContaining("lower scaleBits or clipNormMicros. Provided value: ");
        assertThatIllegalArgumentException().isThrownBy(() -> new Sensitivity(0, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sensitivity(10, 0));
    }

    @Test
    void refuses_a_multiplier_of_zero() {
        Sensitivity sensitivity = new Sensitivity(100, 4);
        assertThatIllegalArgumentException().isThrownBy(() -> sensitivity.gaussianVariance(0));
        assertThatIllegalArgumentException().isThrownBy(() -> sensitivity.laplaceScale(0));
    }

    @ParameterizedTest
    @CsvSource({
        // C in millionths, bits of s, rows at weight 1, d, rows, R² + R + d/4 + √d/2 rounded up
        "1000000, 10, 0, 100, 0, 1049630",
        "1000000, 10, 3, 100, 0, 16542",
        "2500000, 16, 12, 4, 12, 26843709442",
        "1000000, 0, 40, 400, 0, 111",
        "1000000, 4, 10, 20338, 10, 5428",
        "1073741824, 20, 0, 1, 0, 1267650600228230527"
    })
    void the_bound_is_that_of_conditional_rounding(
            long clipMicros, int scaleBits, int maxRowsLog2, int count, int rowsLog2, long bound) {
        Sensitivity sensitivity =
                Sensitivity.of(new Quantisation(clipMicros, scaleBits, 32, maxRowsLog2), count, rowsLog2);
        double radius = clipMicros / 1e6 * Math.pow(2, scaleBits + Math.min(rowsLog2, maxRowsLog2) - maxRowsLog2);
        double exact = radius * radius + radius + count / 4.0 + Math.sqrt(count) / 2;
        assertThat((double) sensitivity.squaredNormBound()).isBetween(exact * (1 - 1e-15), exact * (1 + 1e-9) + 2);
        if (exact < 1e15) {
            assertThat(sensitivity.squaredNormBound()).isBetween(bound, bound + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void the_first_form_is_never_larger_than_the_unconditional_one(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            double radius = Math.exp(random.nextDouble() * 40 - 20);
            double count = 1 + random.nextInt(1_000_000);
            double first = radius * radius + radius + count / 4 + Math.sqrt(count) / 2;
            assertThat(first).isLessThan(Math.pow(radius + Math.sqrt(count), 2));
        }
    }

    @Test
    void l1_is_rounded_up_and_holds_for_opposite_updates() {
        assertThat(new Sensitivity(100, 4).l1()).isEqualTo(40);
        assertThat(new Sensitivity(101, 4).l1()).isEqualTo(41);
        // q = (5, 5, 5, 5) and −q: ‖q‖² = 100, L1 distance 40.
        assertThat(new Sensitivity(100, 4).squaredL2()).isEqualTo(400);
        assertThat(new Sensitivity((1L << 61) - 1, 10_000_000).l1()).isPositive();
    }

    @Test
    void noise_scales_are_exact_ratios() {
        Sensitivity sensitivity = new Sensitivity(100, 4);
        assertThat(sensitivity.gaussianVariance(1_500_000)).isEqualTo(ratio(900, 1));
        assertThat(sensitivity.laplaceScale(1_500_000)).isEqualTo(ratio(60, 1));
        assertThat(sensitivity.gaussianVariance(1_000_001))
                .isEqualTo(new Ratio(
                        BigInteger.valueOf(1_000_001).pow(2).multiply(BigInteger.valueOf(400)),
                        BigInteger.TEN.pow(12)));
        assertThat(new Sensitivity((1L << 61) - 1, 1)
                        .gaussianVariance(1_000_000_000_000L)
                        .toDouble())
                .isCloseTo(Math.pow(2, 63) * 1e12, org.assertj.core.data.Percentage.withPercentage(1e-9));
    }

    /**
     * Rounding attempts succeed with probability at least 0.39. With n independent attempts the share lies more than 5
     * standard deviations, at most 2.5/√n, below that with probability under 3e-7.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100, 5_000})
    void one_attempt_at_rounding_in_two_and_a_half_succeeds(int count) {
        Quantisation quantisation = new Quantisation(20_312_500, 4, 32, 0);
        long bound = Sensitivity.of(quantisation, count, 0).squaredNormBound();
        int attempts = 2_000;
        double tolerance = 2.5 / Math.sqrt(attempts);
        assertThat(accepted(count, bound, attempts)).isGreaterThan(0.39 - tolerance);
        if (count >= 5_000) {
            // Without room for rounding, R² alone, hardly any attempt would: the room is needed.
            assertThat(accepted(count, 325 * 325, attempts)).isLessThan(0.39 - tolerance);
        }
    }

    private static double accepted(int count, long bound, int attempts) {
        Random random = new Random(count);
        double radius = 325;
        double value = radius / Math.sqrt(count);
        double fraction = value - Math.floor(value);
        int accepted = 0;
        for (int attempt = 0; attempt < attempts; attempt++) {
            long norm = 0;
            for (int i = 0; i < count; i++) {
                long q = (long) Math.floor(value) + (random.nextDouble() < fraction ? 1 : 0);
                norm += q * q;
            }
            accepted += norm <= bound ? 1 : 0;
        }
        return accepted / (double) attempts;
    }

    private static Ratio ratio(long numerator, long denominator) {
        return new Ratio(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }
}
