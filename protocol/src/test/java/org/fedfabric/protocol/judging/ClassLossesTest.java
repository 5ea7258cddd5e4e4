package org.fedfabric.protocol.judging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClassLossesTest {
    @Test
    void refuses_what_helps_no_class_as_much_as_its_opposite_does() {
        ClassLosses backwards = losses(new double[] {1, 1, 1}, new double[] {1.5, 1.2, .9}, new double[] {.3, .9, 1.1});

        assertThat(backwards.helpsAsItsOpposite()).isFalse();
        assertThat(backwards.pointsForward()).isFalse();
    }

    @Test
    void an_update_may_harm_the_classes_it_does_not_hold() {
        ClassLosses fewClasses = losses(new double[] {1, 1, 1}, new double[] {.1, 3, 3}, new double[] {4, .6, .6});

        assertThat(fewClasses.helpsAsItsOpposite()).isTrue();
        assertThat(fewClasses.pointsForward()).isTrue();
        assertThat(fewClasses.worstRise()).isEqualTo(2);
    }

    @Test
    void of_a_base_that_is_nearly_done_what_little_is_left_decides_nothing() {
        // The opposite leaves less of the second class, but both only turn next to nothing about.
        ClassLosses late = losses(new double[] {.1, .05, .1}, new double[] {.1, .06, .06}, new double[] {.1, .01, .3});

        assertThat(late.helpsAsItsOpposite()).isFalse();
        assertThat(late.pointsForward()).isTrue();
    }

    @Test
    void of_a_base_that_is_nearly_done_harm_beyond_all_help_is_refused() {
        double[] base = {.1, .1, .1};
        double[] harmed = {.5, .1, .09};
        double[] helped = {.1, .1, .11};

        assertThat(losses(base, harmed, helped).pointsForward()).isFalse();
        assertThat(losses(base, helped, harmed).pointsForward()).isTrue();
    }

    @Test
    void an_update_that_does_nothing_points_nowhere() {
        double[] same = {.1, .2, .1};

        assertThat(losses(same, same, same).pointsForward()).isTrue();
        assertThat(losses(same, same, same).worstRise()).isZero();
    }

    private static ClassLosses losses(double[] base, double[] forward, double[] backward) {
        return new ClassLosses(base, forward, backward);
    }
}
