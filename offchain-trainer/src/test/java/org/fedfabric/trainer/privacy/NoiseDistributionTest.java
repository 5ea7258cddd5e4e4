package org.fedfabric.trainer.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Random;
import java.util.function.LongSupplier;
import org.fedfabric.protocol.privacy.Ratio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both noises against their definition, each with wrong ones that the same test must find ({@link GoodnessOfFit}). */
class NoiseDistributionTest {
    private static final int DRAWS = 1_000_000;

    private static RandomWords words(int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) seed;
        return new RandomWords(Keystream.insecureOfSeed(key));
    }

    private static Ratio ratio(long numerator, long denominator) {
        return new Ratio(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    private static DiscreteGaussian gaussian(long a, long b, int seed) {
        return new DiscreteGaussian(ratio(a, b), words(seed));
    }

    private static DiscreteLaplace laplace(long t, long s, int seed) {
        return new DiscreteLaplace(ratio(t, s), words(seed));
    }

    private static GoodnessOfFit gaussianFit(double variance) {
        double sigma = Math.sqrt(variance);
        return new GoodnessOfFit(
                x -> Math.exp(-x * x / (2 * variance)), (int) Math.ceil(9 * sigma) + 3, Math.max(1, (int)
                        Math.round(sigma / 12)));
    }

    private static GoodnessOfFit laplaceFit(double scale) {
        return new GoodnessOfFit(x -> Math.exp(-Math.abs(x) / scale), (int) Math.ceil(40 * scale) + 3, Math.max(1, (int)
                Math.round(scale / 12)));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3",
        "1, 1",
        "5, 2",
        "49, 1",
        "1000000, 7",
        "4294967296, 1",
        "1000000000001, 1",
        "3333333333333333333, 1000000000007"
    })
    void gaussian_draws_follow_the_discrete_gaussian(long a, long b) {
        assertThat(gaussianFit((double) a / b).verdict(gaussian(a, b, 1)::draw, DRAWS))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "1, 1", "7, 2", "100, 1", "1000003, 100", "65536, 1", "123456789012345678, 1234567890123"})
    void laplace_draws_follow_the_discrete_laplace(long t, long s) {
        assertThat(laplaceFit((double) t / s).verdict(laplace(t, s, 2)::draw, DRAWS))
                .isEmpty();
    }

    /** Twin: a continuous Gaussian rounded to integers; at σ² = 1/3 its mean square is 0.41 and the discrete one's 0.32. */
    @Test
    void finds_a_rounded_continuous_gaussian() {
        Random random = new Random(1);
        assertThat(gaussianFit(1 / 3.0).verdict(() -> Math.round(Math.sqrt(1 / 3.0) * random.nextGaussian()), DRAWS))
                .contains("chi-square", "mean square");
    }

    /** Twin: σ² wrong by two in a hundred. */
    @ParameterizedTest
    @ValueSource(longs = {98, 102})
    void finds_a_gaussian_whose_variance_is_off_by_two_percent(long percent) {
        assertThat(gaussianFit(1 / 3.0).verdict(gaussian(percent, 300, 3)::draw, DRAWS))
                .isNotEmpty();
        assertThat(gaussianFit(10_000).verdict(gaussian(percent * 100, 1, 3)::draw, DRAWS))
                .isNotEmpty();
    }

    /** Twin: geometric parameter off by one. */
    @Test
    void finds_a_laplace_whose_scale_is_off_by_one() {
        assertThat(laplaceFit(100).verdict(laplace(101, 1, 4)::draw, DRAWS)).isNotEmpty();
        assertThat(laplaceFit(3.5).verdict(laplace(8, 2, 4)::draw, DRAWS)).isNotEmpty();
    }

    /** Twin: 0 drawn with both signs, the usual slip with two-sided geometric noise. */
    @Test
    void finds_a_laplace_that_draws_zero_with_both_signs() {
        Random random = new Random(5);
        LongSupplier twice = () -> {
            long magnitude = (long) Math.floor(-100 * Math.log(1 - random.nextDouble()));
            return random.nextBoolean() ? magnitude : -magnitude;
        };
        assertThat(laplaceFit(100).verdict(twice, DRAWS)).contains("chi-square");
    }

    /** Twin: one sign slightly likelier. */
    @Test
    void finds_noise_that_is_not_symmetric() {
        DiscreteGaussian gaussian = gaussian(49, 1, 6);
        DiscreteLaplace laplace = laplace(7, 1, 6);
        Random random = new Random(6);
        assertThat(gaussianFit(49).verdict(() -> leaning(gaussian.draw(), random), DRAWS))
                .contains("mean ");
        assertThat(laplaceFit(7).verdict(() -> leaning(laplace.draw(), random), DRAWS))
                .contains("mean ");
    }

    private static long leaning(long draw, Random random) {
        return draw < 0 && random.nextInt(50) == 0 ? -draw : draw;
    }

    /** Twin: a Laplace of the Gaussian's variance. */
    @Test
    void tells_the_two_noises_apart_at_equal_variance() {
        assertThat(laplaceFit(50).verdict(gaussian(5_000, 1, 7)::draw, DRAWS)).contains("chi-square");
    }

    /** The 64-bit steps and the steps of any length are one function of the words drawn. */
    @ParameterizedTest
    @CsvSource({
        "1, 3",
        "1, 1000000",
        "7, 5",
        "1000000, 1",
        "1099511627776, 1",
        "1152921504606846975, 1",
        "1152921504606846975, 999999999989",
        "3, 4611686018427387903"
    })
    void fast_and_exact_steps_give_the_same_draws(long numerator, long denominator) {
        Ratio width = ratio(numerator, denominator);
        for (boolean awkward : new boolean[] {false, true}) {
            LatticeNoise[] pairs = {
                new DiscreteGaussian(width, wordsFor(awkward)),
                new DiscreteGaussian(width, wordsFor(awkward), false),
                new DiscreteLaplace(width, wordsFor(awkward)),
                new DiscreteLaplace(width, wordsFor(awkward), false)
            };
            for (int i = 0; i < 20_000; i++) {
                assertSame(pairs[0].draw(), pairs[1].draw());
                assertSame(pairs[2].draw(), pairs[3].draw());
            }
        }
    }

    private static void assertSame(long fast, long exact) {
        if (fast != exact) {
            throw new AssertionError("64-bit steps drew " + fast + ", steps of any length " + exact);
        }
    }

    private static RandomWords wordsFor(boolean awkward) {
        return awkward ? new RandomWords(new AwkwardWords()) : words(8);
    }

    /** Mostly words that leave a comparison with 1/2, 1/3, 1/5, … or with 0 and 1 open, which chance does once in 2³⁰ times. */
    private static final class AwkwardWords extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private static final int[] WORDS = {
            0x5555_5555,
            0x3333_3333,
            0x2492_4924,
            0x2AAA_AAAA,
            0x1999_9999,
            0xAAAA_AAAA,
            0x8000_0000,
            0x7FFF_FFFF,
            0,
            -1
        };

        private final transient Random random = new Random(9);

        @Override
        public void nextBytes(byte[] bytes) {
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i += 4) {
                if (random.nextInt(3) != 0) {
                    java.nio.ByteBuffer.wrap(bytes).putInt(i, WORDS[random.nextInt(WORDS.length)]);
                }
            }
        }
    }

    @Test
    void draws_of_enormous_scales_are_held_in_64_bits() {
        DiscreteLaplace laplace =
                new DiscreteLaplace(new Ratio(BigInteger.ONE.shiftLeft(80), BigInteger.ONE), words(10));
        DiscreteGaussian gaussian =
                new DiscreteGaussian(new Ratio(BigInteger.ONE.shiftLeft(160), BigInteger.ONE), words(10));
        for (int i = 0; i < 100; i++) {
            assertThat(Math.abs(laplace.draw())).isGreaterThan(1L << 50);
            assertThat(Math.abs(gaussian.draw())).isGreaterThan(1L << 50);
        }
    }
}
