package org.fedfabric.protocol.judging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassLossesTest {
    /** How an update leans that raises few labels, and how its opposite does. */
    private static final double FORWARDS = 0.4;

    private static final double BACKWARDS = -0.4;

    /** Whether the labels that an update pushes lead on their own rows. */
    private static final double LEADS = 0.2;

    private static final double TRAILS = -0.2;

    @Test
    void refuses_what_helps_less_than_its_opposite_if_the_labels_speak_against_it_too() {
        ClassLosses backwards = losses(new double[] {1, 1, 1}, new double[] {1.5, 1.2, .9}, new double[] {.3, .9, 1.1});

        assertThat(backwards.helpsAsItsOpposite()).isFalse();
        assertThat(backwards.pointsForward(BACKWARDS, LEADS)).isFalse();
        assertThat(backwards.pointsForward(FORWARDS, TRAILS)).isFalse();
        assertThat(backwards.pointsForward(FORWARDS, LEADS)).isTrue();
        assertThat(backwards.pointsForward(0, 0)).isTrue();
    }

    @Test
    void labels_alone_refuse_nothing_that_helps() {
        double[] base = {1, 1, 1};
        double[] helped = {.2, 1.3, 1.1};
        double[] harmed = {3, .9, .9};

        assertThat(losses(base, helped, harmed).harmOverHelp()).isLessThan(-.5);
        assertThat(losses(base, helped, harmed).pointsForward(BACKWARDS, TRAILS))
                .isTrue();
    }

    @Test
    void an_update_may_harm_the_classes_it_does_not_hold() {
        ClassLosses fewClasses = losses(new double[] {1, 1, 1}, new double[] {.1, 3, 3}, new double[] {4, .6, .6});

        assertThat(fewClasses.helpsAsItsOpposite()).isTrue();
        assertThat(fewClasses.pointsForward(FORWARDS, TRAILS)).isTrue();
        assertThat(fewClasses.worstRise()).isEqualTo(2);
    }

    @Test
    void of_a_base_that_is_nearly_done_what_little_is_left_decides_nothing() {
        // The opposite leaves far less of the second class, but both only turn next to nothing about.
        ClassLosses late = losses(new double[] {.1, .05, .1}, new double[] {.1, .06, .06}, new double[] {.1, .001, .3});

        assertThat(late.helpsAsItsOpposite()).isFalse();
        assertThat(late.pointsForward(FORWARDS, TRAILS)).isTrue();
    }

    @Test
    void of_a_base_that_is_nearly_done_harm_beyond_all_help_is_refused_where_the_labels_say_the_same() {
        double[] base = {.1, .1, .1};
        double[] harmed = {.5, .1, .09};
        double[] helped = {.1, .1, .11};

        assertThat(losses(base, harmed, helped).pointsForward(BACKWARDS, LEADS)).isFalse();
        assertThat(losses(base, harmed, helped).pointsForward(FORWARDS, TRAILS)).isTrue();
        assertThat(losses(base, helped, harmed).pointsForward(BACKWARDS, LEADS)).isTrue();
    }

    @Test
    void the_opposite_of_an_update_has_its_harm_over_help_negated() {
        double[] base = {.1, .1, .1};
        double[] forward = {.5, .1, .09};
        double[] backward = {.1, .2, .11};

        assertThat(losses(base, forward, backward).harmOverHelp())
                .isEqualTo(-losses(base, backward, forward).harmOverHelp(), within(1e-12))
                .isBetween(.2, .6);
    }

    @Test
    void an_update_that_does_nothing_points_nowhere() {
        double[] same = {.1, .2, .1};

        assertThat(losses(same, same, same).pointsForward(0, 0)).isTrue();
        assertThat(losses(same, same, same).harmOverHelp()).isZero();
        assertThat(losses(same, same, same).worstRise()).isZero();
    }

    @Test
    void the_more_a_class_is_harmed_the_less_may_the_own_labels_trail() {
        double[] base = {.1, .1, .1};
        ClassLosses hardly = losses(base, new double[] {.1, .1, .49}, base);
        ClassLosses harmed = losses(base, new double[] {.1, .1, .51}, base);
        ClassLosses greatly = losses(base, new double[] {.1, .1, 1.2}, base);

        assertThat(hardly.harmedByOthersLabels(-2)).isFalse();
        assertThat(harmed.harmedByOthersLabels(-.61)).isTrue();
        assertThat(harmed.harmedByOthersLabels(-.59)).isFalse();
        assertThat(greatly.harmedByOthersLabels(-.31)).isTrue();
        assertThat(greatly.harmedByOthersLabels(-.29)).isFalse();
    }

    @Test
    void before_a_base_has_learnt_great_harm_is_usual() {
        double[] base = {.3, .3, .3};
        ClassLosses greatly = losses(base, new double[] {.3, .3, 1.4}, base);

        assertThat(greatly.harmedByOthersLabels(-.59)).isFalse();
        assertThat(greatly.harmedByOthersLabels(-.61)).isTrue();
    }

    private static ClassLosses losses(double[] base, double[] forward, double[] backward) {
        return new ClassLosses(base, forward, backward);
    }
}
