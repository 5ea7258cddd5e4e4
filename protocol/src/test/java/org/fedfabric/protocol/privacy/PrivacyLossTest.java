package org.fedfabric.protocol.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.task.Privacy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivacyLossTest {
    @Test
    void without_noise_there_is_no_finite_loss() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrivacyLoss.ofSubmission(Privacy.none()))
                .withMessageContaining("Provided value: mechanism NONE");
    }

    @Test
    void sums_never_wrap_and_losses_are_never_negative() {
        PrivacyLoss most = new PrivacyLoss(9_000_000_000_000_000_000L, 9_000_000_000_000_000_000L);
        assertThatIllegalArgumentException().isThrownBy(() -> most.plus(new PrivacyLoss(1, 0)));
        assertThatIllegalArgumentException().isThrownBy(() -> most.plus(new PrivacyLoss(0, 1)));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.plus(most));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> new PrivacyLoss(1L << 62, 0).times(2));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> new PrivacyLoss(0, 1L << 62).times(2));
        assertThatIllegalArgumentException().isThrownBy(() -> PrivacyLoss.NONE.minus(new PrivacyLoss(1, 0)));
        assertThatIllegalArgumentException().isThrownBy(() -> PrivacyLoss.NONE.minus(new PrivacyLoss(0, 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> PrivacyLoss.NONE.times(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PrivacyLoss(-1, 0));
        // The dearest submissions there are, as often as a join may ask for.
        assertThat(gaussian(Privacy.MIN_MULTIPLIER_MICROS).times(1_000_000).epsilonMicros(10_000))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1_000_000_000L, Long.MIN_VALUE})
    void delta_must_lie_between_zero_and_one(long deltaPerBillion) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gaussian(1_000_000).epsilonMicros(deltaPerBillion))
                .withMessageContaining("deltaPerBillion");
    }

    @ParameterizedTest
    @CsvSource({
        "10000, 5000000000000",
        "1000000, 500000000",
        "3730630, 35925734",
        "100000000, 50000",
        "3000000, 55555556",
        "1000000000000, 1"
    })
    void gaussian_noise_costs_half_the_inverse_square_of_its_multiplier(long multiplierMicros, long rhoNanos) {
        assertThat(gaussian(multiplierMicros)).isEqualTo(new PrivacyLoss(rhoNanos, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "10000, 100000000000",
        "1000000, 1000000000",
        "2000000, 500000000",
        "3000000, 333333334",
        "1000000000000, 1000"
    })
    void laplace_noise_costs_the_inverse_of_its_multiplier(long multiplierMicros, long epsilonNanos) {
        assertThat(laplace(multiplierMicros)).isEqualTo(new PrivacyLoss(0, epsilonNanos));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void charges_are_rounded_up_by_less_than_a_billionth(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            long multiplier = (long) (Privacy.MIN_MULTIPLIER_MICROS * Math.exp(random.nextDouble() * 18.4));
            BigInteger square = BigInteger.valueOf(multiplier).pow(2);
            BigInteger rho = BigInteger.valueOf(gaussian(multiplier).rhoNanos());
            BigInteger exact = BigInteger.TEN.pow(21);
            assertThat(rho.multiply(square).shiftLeft(1)).isGreaterThanOrEqualTo(exact);
            assertThat(rho.subtract(BigInteger.ONE).multiply(square).shiftLeft(1))
                    .isLessThan(exact);
        }
    }

    /** Computed with 50 digits by another program, minimising proposition 12 over its order. */
    @ParameterizedTest
    @CsvSource({
        "2.56, 1e-10, 17.1583087121047",
        "0.07, 1e-10, 2.38727517671797",
        "0.5, 1e-5, 4.72838698494331",
        "0.035926, 1e-5, 1.09215523530238",
        "0.1, 1e-6, 2.14193892838547",
        "0.01, 1e-5, 0.545725548274002",
        "0.0001, 1e-5, 0.0450474620877772",
        "1, 1e-6, 7.76621662531172",
        "1e-5, 1e-3, 0.00363456240087271",
        "1e-9, 1e-9, 0.000181950223115999",
        "5000, 1e-5, 5475.79111784556",
        "9e9, 1e-9, 9000863723.71955"
    })
    void the_conversion_finds_the_best_order(double rho, double delta, double epsilon) {
        double found = ZeroConcentrated.epsilon(rho, -Math.log(delta));
        assertThat(found).isCloseTo(epsilon, Offset.offset(epsilon * 1e-11));
    }

    @Test
    void a_loss_too_small_for_its_delta_has_epsilon_zero() {
        assertThat(ZeroConcentrated.epsilon(1e-9, Math.log(1e3))).isZero();
        assertThat(PrivacyLoss.NONE.epsilonMicros(1)).isZero();
        // Rounded up all the same.
        assertThat(new PrivacyLoss(1, 0).epsilonMicros(1_000_000)).isEqualTo(1);
        assertThat(new PrivacyLoss(0, 1).epsilonMicros(1_000_000)).isEqualTo(1);
    }

    /** Balle and Wang's analytic Gaussian (δ = 1e-5) is exact; a bound by way of zCDP must not be below it. */
    @ParameterizedTest
    @CsvSource({"7031830, 0.5", "3730630, 1", "1993810, 2", "600230, 8", "499890, 10"})
    void the_reported_epsilon_is_above_the_exact_one_and_within_a_fifth(long multiplierMicros, double exact) {
        assertThat(gaussian(multiplierMicros).epsilonMicros(10_000) / 1e6).isBetween(exact, exact * 1.2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000, 10_000, 1_000_000})
    void the_reported_epsilon_grows_with_every_submission_and_never_exceeds_the_textbook_form(long deltaPerBillion) {
        double logInverse = -Math.log(deltaPerBillion / 1e9);
        for (long multiplier : new long[] {20_000, 500_000, 4_000_000, 100_000_000, 20_000_000_000L}) {
            PrivacyLoss charge = gaussian(multiplier);
            PrivacyLoss total = PrivacyLoss.NONE;
            long before = 0;
            for (int n = 1; n <= 200; n++) {
                total = total.plus(charge);
                assertThat(total).isEqualTo(charge.times(n));
                long epsilon = total.epsilonMicros(deltaPerBillion);
                double rho = total.rhoNanos() / 1e9;
                assertThat(epsilon).isGreaterThanOrEqualTo(before);
                assertThat(epsilon / 1e6)
                        .isLessThanOrEqualTo((rho + 2 * Math.sqrt(rho * logInverse)) * 1.000001 + 2e-6);
                before = epsilon;
            }
        }
    }

    @Test
    void pure_losses_add_to_concentrated_ones() {
        PrivacyLoss both = gaussian(4_000_000).plus(laplace(2_000_000).times(3));
        assertThat(both.epsilonMicros(10_000)).isEqualTo(gaussian(4_000_000).epsilonMicros(10_000) + 1_500_000);
        assertThat(both.minus(gaussian(4_000_000))).isEqualTo(laplace(2_000_000).times(3));
    }

    @Test
    void a_smaller_delta_costs_more() {
        PrivacyLoss loss = gaussian(2_000_000);
        assertThat(loss.epsilonMicros(1)).isGreaterThan(loss.epsilonMicros(10_000));
        assertThat(loss.epsilonMicros(10_000)).isGreaterThan(loss.epsilonMicros(1_000_000));
    }

    @Test
    void has_a_canonical_form() {
        assertThat(CanonicalJson.write(new PrivacyLoss(5, 7))).isEqualTo("{\"rhoNanos\":5,\"pureEpsilonNanos\":7}");
    }

    private static PrivacyLoss gaussian(long multiplierMicros) {
        return of(Privacy.Mechanism.DISCRETE_GAUSSIAN, multiplierMicros);
    }

    private static PrivacyLoss laplace(long multiplierMicros) {
        return of(Privacy.Mechanism.DISCRETE_LAPLACE, multiplierMicros);
    }

    private static PrivacyLoss of(Privacy.Mechanism mechanism, long multiplierMicros) {
        return PrivacyLoss.ofSubmission(new Privacy(mechanism, Privacy.Unit.PARTICIPANT, multiplierMicros, 10_000));
    }
}
