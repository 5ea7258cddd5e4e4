package org.fedfabric.protocol.judging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LabelPushesTest {
    /** One row of each of three classes. */
    private static final int[] LABELS = {0, 1, 2};

    private static final float[] NOTHING = new float[9];

    @Test
    void a_label_pushed_onto_its_own_rows_leads() {
        // Relative to its row's mean, label 0 rises by 2 on row 0; relative to the mean of all rows by 4/3.
        float[] forward = {3, 0, 0, 0, 0, 0, 0, 0, 0};

        // On other rows it falls by 2/3; labels 1 and 2 rise there by 1/3.
        assertThat(pushes(forward, NOTHING).ownLead()).isEqualTo(0.75, within(1e-12));
    }

    @Test
    void a_label_pushed_onto_another_class_trails() {
        float[] forward = {0, 0, 3, 0, 0, 0, 0, 0, 0};

        // Label 2 leads on row 0 by 4/3; the best label on its own row is label 1, by 1/3.
        assertThat(pushes(forward, NOTHING).ownLead()).isEqualTo(-0.75, within(1e-12));
    }

    @Test
    void the_opposite_counts_as_much_as_the_update() {
        float[] backward = {-3, 0, 0, 0, 0, 0, 0, 0, 0};

        assertThat(pushes(NOTHING, backward).ownLead()).isEqualTo(0.75, within(1e-12));
    }

    @Test
    void a_label_that_rises_everywhere_is_pushed_onto_nobodys_rows() {
        float[] forward = {2, 0, 0, 2, 0, 0, 2, 0, 0};

        assertThat(pushes(forward, NOTHING).ownLead()).isZero();
    }

    @Test
    void the_same_added_to_all_of_a_rows_labels_is_nothing() {
        float[] forward = {5, 5, 5, 0, 0, 0, -1, -1, -1};

        assertThat(pushes(forward, NOTHING).ownLead()).isZero();
    }

    @Test
    void a_class_speaks_with_the_mean_of_its_rows() {
        int[] labels = {0, 0, 1, 2};
        float[] forward = {6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

        assertThat(new LabelPushes(forward, new float[12], labels, 3).ownLead()).isEqualTo(0.75, within(1e-12));
    }

    @Test
    void an_update_of_zeros_leads_nowhere_and_leans_nowhere() {
        assertThat(pushes(NOTHING, NOTHING).ownLead()).isZero();
        assertThat(pushes(NOTHING, NOTHING).lean()).isZero();
    }

    @Test
    void raising_one_label_far_and_lowering_all_others_a_little_leans_above_zero_and_its_opposite_below() {
        // Relative to a row's mean, label 0 rises by 4/3 and the others fall by 2/3 each.
        float[] few = {2, 0, 0, 2, 0, 0, 2, 0, 0};

        assertThat(pushes(few, NOTHING).lean()).isEqualTo(1 / 3.0, within(1e-12));
        assertThat(pushes(NOTHING, few).lean()).isEqualTo(-1 / 3.0, within(1e-12));
    }

    @Test
    void as_many_labels_raised_as_lowered_lean_nowhere() {
        float[] even = {1, 0, -1, 1, 0, -1, 1, 0, -1};

        assertThat(pushes(even, NOTHING).lean()).isZero();
    }

    @Test
    void whose_rows_a_label_rises_on_is_no_matter_of_leaning() {
        float[] own = {3, 0, 0, 0, 0, 0, 0, 0, 0};
        float[] anothers = {0, 0, 0, 3, 0, 0, 0, 0, 0};

        assertThat(pushes(own, NOTHING).lean())
                .isEqualTo(pushes(anothers, NOTHING).lean(), within(1e-12));
    }

    private static LabelPushes pushes(float[] forward, float[] backward) {
        return new LabelPushes(forward, backward, LABELS, 3);
    }
}
