package org.fedfabric.protocol.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.fedfabric.protocol.Examples;
import org.fedfabric.protocol.model.Shape;
import org.junit.jupiter.api.Test;

class DataSchemaTest {
    private static final Column NUMBER = new Column.Numeric("x", 0, 1_000_000, Column.Missing.REFUSE);
    private static final List<Long> EQUAL = List.of(1L, 1L);

    @Test
    void refuses_pixels_beside_other_columns() {
        assertRefused("A column of pixels must be the only one", List.of(NUMBER, image()), List.of("a", "b"), EQUAL);
    }

    @Test
    void refuses_classes_that_are_too_few_or_alike_or_without_a_weight() {
        assertRefused("number of classes must lie in", List.of(NUMBER), List.of("a"), List.of(1L));
        assertRefused("Classes must differ", List.of(NUMBER), List.of("a", "a"), EQUAL);
        assertRefused("Each class must have a weight", List.of(NUMBER), List.of("a", "b"), List.of(1L));
        assertRefused("a class weight in millionths", List.of(NUMBER), List.of("a", "b"), List.of(1L, 0L));
        assertRefused("at least one column", List.of(), List.of("a", "b"), EQUAL);
    }

    @Test
    void refuses_words_that_are_too_few_or_alike() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Column.Category("c", List.of("a"), Column.Missing.REFUSE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Column.Category("c", List.of("a", "a"), Column.Missing.REFUSE))
                .withMessageContaining("Values of c must differ");
    }

    @Test
    void refuses_a_column_without_a_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Column.Numeric("", 0, 1, Column.Missing.REFUSE))
                .withMessageContaining("length of a column's name");
    }

    @Test
    void gives_images_their_shape_and_tables_a_flat_row() {
        assertThat(Examples.images().shape()).isEqualTo(new Shape(6, 6, 1));
        assertThat(Examples.table().shape()).isEqualTo(Shape.flat(4));
        assertThat(Examples.table().featureCount()).isEqualTo(4);
    }

    private static Column image() {
        return new Column.Pixels("image", 2, 2, 1, 0, 1_000_000);
    }

    private static void assertRefused(
            String message, List<Column> columns, List<String> classes, List<Long> classWeights) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DataSchema(1, columns, "label", classes, classWeights))
                .withMessageContaining(message);
    }
}
