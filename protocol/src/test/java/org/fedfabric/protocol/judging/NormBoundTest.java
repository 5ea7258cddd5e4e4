package org.fedfabric.protocol.judging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.fedfabric.protocol.task.Quantisation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormBoundTest {
    @Test
    void the_smallest_integer_exceeds_every_bound_it_should() {
        assertThat(NormBound.holds(new int[] {Integer.MIN_VALUE}, (1L << 62) - 1))
                .isFalse();
        assertThat(NormBound.holds(new int[] {Integer.MIN_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE}, 100))
                .isFalse();
    }

    @Test
    void a_million_extreme_values_do_not_wrap_around() {
        int[] values = new int[1_000_000];
        java.util.Arrays.fill(values, Integer.MIN_VALUE);

        assertThat(NormBound.holds(values, (1L << 62) - 1)).isFalse();
    }

    @Test
    void a_bound_beyond_64_bits_is_cut_to_what_sums_can_hold() {
        assertThat(NormBound.squared(new Quantisation(1_000_000_000_000L, 30, 32, 0), 10_000_000, 0))
                .isEqualTo((1L << 62) - 1);
    }

    @ParameterizedTest
    @CsvSource({
        // C in millionths, bits of s, rows at weight 1, d, rows, (C·s·w + √d/2)²
        "1000000, 10, 0, 100, 0, 1058841",
        "1000000, 10, 3, 100, 0, 17689",
        "2500000, 16, 12, 4, 12, 26843873281",
        "1000000, 0, 40, 400, 0, 100",
        "1, 0, 0, 1, 0, 0"
    })
    void the_bound_is_that_of_a_clipped_and_rounded_update(
            long clipMicros, int scaleBits, int maxRowsLog2, int count, int rowsLog2, long exact) {
        long bound = NormBound.squared(new Quantisation(clipMicros, scaleBits, 32, maxRowsLog2), count, rowsLog2);

        // The allowance is 2^-20 of C·s·w and the rounding of 20 binary places.
        assertThat(bound).isBetween(exact, exact + (exact >> 18) + 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_clipped_and_rounded_update_is_within_it(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            Quantisation quantisation =
                    new Quantisation(1 + random.nextInt(20_000_000), random.nextInt(20), 32, random.nextInt(15));
            int rowsLog2 = random.nextInt(15);
            int count = 1 + random.nextInt(2_000);
            double steps =
                    quantisation.clipNorm() * quantisation.scale() * Math.scalb(1.0, quantisation.weightLog2(rowsLog2));
            int[] values = clippedAndRounded(random, count, steps);

            assertThat(NormBound.holds(values, NormBound.squared(quantisation, count, rowsLog2)))
                    .as("%s, %d values, %d rows", quantisation, count, rowsLog2)
                    .isTrue();
        }
    }

    @Test
    void an_update_one_percent_too_long_is_outside() {
        // One value holds all the norm, so rounding cannot hide it: C·s = 655,360 and the slack is 0.5.
        Quantisation quantisation = new Quantisation(10_000_000, 16, 32, 12);

        assertThat(NormBound.holds(new int[] {655_360}, NormBound.squared(quantisation, 1, 12)))
                .isTrue();
        assertThat(NormBound.holds(new int[] {-661_914}, NormBound.squared(quantisation, 1, 12)))
                .isFalse();
        assertThat(NormBound.holds(new int[] {655_362}, NormBound.squared(quantisation, 1, 12)))
                .isFalse();
    }

    @Test
    void fewer_rows_allow_less() {
        Quantisation quantisation = new Quantisation(10_000_000, 16, 32, 12);
        int[] values = {655_360};

        assertThat(NormBound.holds(values, NormBound.squared(quantisation, 1, 20)))
                .isTrue();
        assertThat(NormBound.holds(values, NormBound.squared(quantisation, 1, 11)))
                .isFalse();
    }

    /** A random direction at the full norm in float, as a trainer has it, times the steps, to the nearest integer. */
    private static int[] clippedAndRounded(Random random, int count, double steps) {
        float[] direction = new float[count];
        double squares = 0;
        for (int j = 0; j < count; j++) {
            direction[j] = (float) random.nextGaussian();
            squares += (double) direction[j] * direction[j];
        }
        int[] values = new int[count];
        for (int j = 0; j < count; j++) {
            float clipped = (float) (direction[j] / Math.sqrt(squares));
            values[j] = (int) Math.rint(clipped * steps);
        }
        return values;
    }
}
