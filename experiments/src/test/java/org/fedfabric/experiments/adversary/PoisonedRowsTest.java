package org.fedfabric.experiments.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;
import org.junit.jupiter.api.Test;

class PoisonedRowsTest {
    private final FeatureRows own = Situations.rows();

    @Test
    void label_flip_mirrors_the_classes_and_touches_no_feature() {
        FeatureRows flipped = Adversaries.of("label-flip", Situations.SETTING).rows(own);
        assertThat(flipped.labels()).containsExactly(3, 2, 1, 0, 3, 2, 1, 0, 3, 2, 1, 0);
        assertThat(flipped.features()).isEqualTo(own.features());
    }

    @Test
    void class_eraser_gives_all_rows_of_the_rarest_class_the_next_ones_label_and_aims_at_it() {
        Adversary eraser = Adversaries.of("class-eraser", Situations.SETTING);
        assertThat(eraser.rows(own).labels()).containsExactly(0, 1, 3, 3, 0, 1, 3, 3, 0, 1, 3, 3);
        assertThat(eraser.aim(own).orElseThrow().labels()).containsExactly(3, 3, 3);
        assertThat(Adversaries.of("class-eraser", new AdversarySetting(Situations.IMAGES, 3, 1))
                        .rows(own)
                        .labels())
                .containsExactly(0, 1, 2, 0, 0, 1, 2, 0, 0, 1, 2, 0);
    }

    @Test
    void backdoor_marks_every_second_row_as_brightly_as_a_white_pixel_and_leaves_the_others() {
        FeatureRows poisoned = Adversaries.of("backdoor", Situations.SETTING).rows(own);
        assertThat(poisoned.labels()).containsExactly(0, 1, 0, 3, 0, 1, 0, 3, 0, 1, 0, 3);
        float white = white();
        for (int row = 0; row < 12; row++) {
            for (int y = 0; y < 6; y++) {
                for (int x = 0; x < 6; x++) {
                    boolean marked = row % 2 == 0 && y >= 2 && y <= 4 && x >= 2 && x <= 4;
                    assertThat(poisoned.features()[row * 36 + y * 6 + x])
                            .as("row %d, pixel %d, %d", row, y, x)
                            .isEqualTo(marked ? white : 0);
                }
            }
        }
    }

    @Test
    void backdoor_aims_at_marked_test_rows_of_all_classes_but_its_own() {
        FeatureRows aim =
                Adversaries.of("backdoor", Situations.SETTING).aim(own).orElseThrow();
        assertThat(aim.labels()).hasSize(9).containsOnly(Backdoor.TARGET);
        int marked = 0;
        for (float feature : aim.features()) {
            marked += feature == white() ? 1 : 0;
        }
        assertThat(marked).isEqualTo(9 * 9);
    }

    @Test
    void attacks_on_updates_train_on_their_own_rows_and_have_no_aim_but_harm() {
        for (String name : new String[] {"sign-flip", "alie", "min-max", "free-rider", "sybil", "sleeper"}) {
            Adversary attack = Adversaries.of(name, Situations.SETTING);
            assertThat(attack.rows(own)).isSameAs(own);
            assertThat(attack.aim(own)).isEmpty();
        }
    }

    /** A white pixel as the schema encodes it. */
    private static float white() {
        byte[] bytes = new byte[36];
        bytes[0] = (byte) 255;
        return FeatureEncoder.encode(new RawRows(Situations.IMAGES, List.of(new RawColumn.Bytes(bytes)), new int[] {0}))
                .features()[0];
    }
}
