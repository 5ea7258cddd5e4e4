package org.fedfabric.experiments.adversary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CraftedUpdatesTest {
    private static final List<double[]> HONEST = Situations.honest(8, 1);
    private static final HonestUpdates SEEN = new HonestUpdates(HONEST);

    private static double[] sent(String name, int attackers) {
        return Adversaries.of(name, Situations.SETTING).update(Situations.of(HONEST, attackers, 5));
    }

    @Test
    void flips_are_minus_one_and_minus_five_times_the_own_update() {
        double[] trained = Situations.of(HONEST, 2, 5).trained().get();
        for (int i = 0; i < trained.length; i++) {
            assertThat(sent("sign-flip", 2)[i]).isEqualTo(-trained[i]);
            assertThat(sent("scaled-flip", 2)[i]).isEqualTo(-5 * trained[i]);
        }
    }

    /** χ² of 1,000 degrees has a relative deviation of √(2 / 1,000); five of them in the square are 12 % in the norm. */
    @Test
    void gaussian_noise_is_about_as_long_as_the_longest_honest_update_and_differs_by_seed() {
        double[] noise = sent("gaussian", 2);
        assertThat(HonestUpdates.norm(noise)).isCloseTo(SEEN.longest(), within(0.12 * SEEN.longest()));
        assertThat(new GaussianNoise().update(Situations.of(HONEST, 2, 6))).isNotEqualTo(noise);
    }

    @Test
    void who_replaces_the_model_sends_as_much_as_makes_up_for_the_honest_within_the_norm_bound() {
        double[] trained = Situations.of(HONEST, 16, 5).trained().get();
        double[] sent = sent("backdoor-replace", 16);
        for (int i = 0; i < sent.length; i++) {
            assertThat(sent[i]).isCloseTo(1.5 * trained[i], within(1e-12));
        }
        assertThat(HonestUpdates.norm(sent("backdoor-replace", 2))).isCloseTo(Situations.CLIP_NORM, within(1e-9));
        assertThat(sent("backdoor", 2)).isEqualTo(trained);
    }

    @Test
    void same_value_fills_the_norm_bound_with_one_value() {
        double[] values = sent("same-value", 2);
        assertThat(values).containsOnly(values[0]);
        assertThat(HonestUpdates.norm(values)).isCloseTo(Situations.CLIP_NORM, within(1e-12));
    }

    @Test
    void free_riders_send_nothing_or_noise_exactly_as_long_as_a_typical_honest_update() {
        assertThat(sent("free-rider", 2)).containsOnly(0);
        double[] noise = sent("free-rider-noise", 2);
        assertThat(HonestUpdates.norm(noise)).isCloseTo(SEEN.medianNorm(), within(1e-12));
        assertThat(new NoisyFreeRider().update(Situations.of(HONEST, 2, 6))).isNotEqualTo(noise);
    }

    @Test
    void a_copier_sends_what_some_honest_participant_sends() {
        assertThat(HONEST).anyMatch(update -> Arrays.equals(update, sent("copier", 2)));
    }

    /** The paper's example, 24 of 50: s = 2, Φ(z) = 24 / 26; and 12 of 50: s = 14, Φ(z) = 24 / 38. */
    @Test
    void alies_z_is_the_papers() {
        assertThat(LittleIsEnough.largestZ(26, 24)).isCloseTo(1.4261, within(1e-4));
        assertThat(LittleIsEnough.largestZ(38, 12)).isCloseTo(0.3360, within(1e-4));
        assertThat(LittleIsEnough.largestZ(8, 2))
                .as("2 of 10 cannot make a majority")
                .isZero();
        assertThat(LittleIsEnough.largestZ(9, 1)).isNegative();
        assertThat(LittleIsEnough.largestZ(2, 8)).isEqualTo(LittleIsEnough.LARGEST_Z);
        assertThat(LittleIsEnough.strength(8, 2)).isEqualTo(LittleIsEnough.LEAST_Z);
        assertThat(LittleIsEnough.strength(21, 20)).isCloseTo(1.6684, within(1e-4));
    }

    @Test
    void alie_sends_the_mean_less_z_deviations_and_keeps_to_the_norm_bound() {
        double[] values = sent("alie", 2);
        double[] mean = SEEN.mean();
        double[] deviation = SEEN.deviation();
        assertThat(HonestUpdates.norm(values)).isLessThan(Situations.CLIP_NORM);
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isCloseTo(mean[i] - LittleIsEnough.LEAST_Z * deviation[i], within(1e-12));
        }
        double[] strong = sent("alie", 30);
        assertThat(HonestUpdates.norm(strong)).isCloseTo(Situations.CLIP_NORM, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(MinMax.Direction.class)
    void min_max_goes_as_far_as_the_honest_are_apart_and_against_what_they_agree_on(MinMax.Direction direction) {
        double[] values = new MinMax(direction).update(Situations.of(HONEST, 2, 5));
        assertThat(HonestUpdates.norm(values)).isLessThan(Situations.CLIP_NORM);
        assertThat(SEEN.farthestFrom(values)).isCloseTo(SEEN.diameter(), within(1e-6));
        assertThat(SEEN.farthestFrom(values)).isLessThanOrEqualTo(SEEN.diameter());
        double[] mean = SEEN.mean();
        double[] towards = direction.of(SEEN);
        assertThat(HonestUpdates.norm(towards)).isCloseTo(1, within(1e-12));
        double along = 0;
        for (int i = 0; i < mean.length; i++) {
            along += (values[i] - mean[i]) * towards[i];
        }
        assertThat(along).as("γ").isGreaterThan(0.1);
    }

    @Test
    void min_max_hides_among_honest_updates_that_are_all_the_same_as_one_more_of_them() {
        List<double[]> same = List.of(HONEST.get(0), HONEST.get(0), HONEST.get(0));
        double[] values = new MinMax(MinMax.Direction.UNIT).update(Situations.of(same, 2, 5));
        assertThat(new HonestUpdates(same).farthestFrom(values)).isLessThan(1e-9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alie", "min-max"})
    void who_has_one_honest_update_to_hide_behind_sends_its_opposite(String name) {
        double[] values = Adversaries.of(name, Situations.SETTING).update(Situations.of(HONEST.subList(0, 1), 2, 5));
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isEqualTo(-HONEST.get(0)[i]);
        }
    }

    @Test
    void what_is_measured_of_honest_updates_is_right_for_a_square() {
        HonestUpdates square = new HonestUpdates(
                List.of(new double[] {0, 0}, new double[] {3, 0}, new double[] {0, 4}, new double[] {3, 4}));
        assertThat(square.mean()).containsExactly(1.5, 2);
        assertThat(square.deviation()).containsExactly(1.5, 2);
        assertThat(square.diameter()).isEqualTo(5);
        assertThat(square.longest()).isEqualTo(5);
        assertThat(square.medianNorm()).isEqualTo(4);
        assertThat(square.farthestFrom(new double[] {0, 1})).isCloseTo(Math.sqrt(18), within(1e-12));
    }
}
