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
        assertThat(LabelPushes.ownLead(forward, NOTHING, LABELS, 3)).isEqualTo(0.75, within(1e-12));
    }

    @Test
    void a_label_pushed_onto_another_class_trails() {
        float[] forward = {0, 0, 3, 0, 0, 0, 0, 0, 0};

        // Label 2 leads on row 0 by 4/3; the best label on its own row is label 1, by 1/3.
        assertThat(LabelPushes.ownLead(forward, NOTHING, LABELS, 3)).isEqualTo(-0.75, within(1e-12));
    }

    @Test
    void the_opposite_counts_as_much_as_the_update() {
        float[] backward = {-3, 0, 0, 0, 0, 0, 0, 0, 0};

        assertThat(LabelPushes.ownLead(NOTHING, backward, LABELS, 3)).isEqualTo(0.75, within(1e-12));
    }

    @Test
    void a_label_that_rises_everywhere_is_pushed_onto_nobodys_rows() {
        float[] forward = {2, 0, 0, 2, 0, 0, 2, 0, 0};

        assertThat(LabelPushes.ownLead(forward, NOTHING, LABELS, 3)).isZero();
    }

    @Test
    void the_same_added_to_all_of_a_rows_labels_is_nothing() {
        float[] forward = {5, 5, 5, 0, 0, 0, -1, -1, -1};

        assertThat(LabelPushes.ownLead(forward, NOTHING, LABELS, 3)).isZero();
    }

    @Test
    void a_class_speaks_with_the_mean_of_its_rows() {
        int[] labels = {0, 0, 1, 2};
        float[] forward = {6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

        assertThat(LabelPushes.ownLead(forward, new float[12], labels, 3)).isEqualTo(0.75, within(1e-12));
    }
}
