package org.fedfabric.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.junit.jupiter.api.Test;

class SchemaMergeTest {
    private static final DataSchema NORTH = schema(
            "sick",
            List.of("0", "1"),
            new Column.Numeric("age", 40_000_000, 9_000_000, Column.Missing.REFUSE),
            new Column.Category("sex", List.of("f", "m"), Column.Missing.REFUSE),
            new Column.Numeric("ward", 1, 1, Column.Missing.REFUSE));
    private static final DataSchema SOUTH = schema(
            "sick",
            List.of("0", "1", "2"),
            new Column.Category("sex", List.of("f", "x", "*"), Column.Missing.INDICATED),
            new Column.Numeric("age", 50_000_000, 12_000_000, Column.Missing.INDICATED));

    @Test
    void refuses_other_labels_and_schemas_that_share_nothing() {
        DataSchema other = schema("cured", List.of("0", "1"), NORTH.columns().get(0));
        assertThatThrownBy(() -> SchemaMerge.of(List.of(NORTH, other))).hasMessageContaining("must predict one label");
        DataSchema nothing = schema("sick", List.of("0", "1"), new Column.Numeric("x", 0, 1, Column.Missing.REFUSE));
        assertThatThrownBy(() -> SchemaMerge.of(List.of(SOUTH, nothing))).hasMessageContaining("must share a column");
    }

    @Test
    void takes_the_words_and_classes_of_all_and_the_strongest_rule_whatever_the_order() {
        SchemaMerge merge = SchemaMerge.of(List.of(NORTH, SOUTH));
        assertThat(SchemaMerge.of(List.of(SOUTH, NORTH))).isEqualTo(merge);
        assertThat(merge.schema().columns())
                .containsExactlyInAnyOrder(
                        new Column.Numeric("age", 45_000_000, 12_000_000, Column.Missing.INDICATED),
                        new Column.Category("sex", List.of("f", "m", "x", "*"), Column.Missing.INDICATED));
        assertThat(merge.schema().classes()).containsExactly("0", "1", "2");
        assertThat(merge.differences())
                .contains(
                        new SchemaMerge.Difference("ward", "1 of 2 have the column", "left out"),
                        new SchemaMerge.Difference("class 2", "1 of 2 have it", "kept"));
    }

    @Test
    void leaves_out_a_column_that_is_of_two_kinds() {
        DataSchema coded = schema(
                "sick",
                List.of("0", "1"),
                new Column.Category("age", List.of("old", "young"), Column.Missing.REFUSE),
                NORTH.columns().get(1));
        SchemaMerge merge = SchemaMerge.of(List.of(NORTH, coded));
        assertThat(merge.schema().columns()).extracting(Column::name).containsExactly("sex");
        assertThat(merge.differences()).contains(new SchemaMerge.Difference("age", "category or numeric", "left out"));
    }

    @Test
    void rounding_leaves_two_digits() {
        DataSchema exact =
                schema("y", List.of("a", "b"), new Column.Numeric("x", -123_456_789, 98_765, Column.Missing.REFUSE));
        assertThat(SchemaMerge.rounded(exact, 2).columns())
                .containsExactly(new Column.Numeric("x", -120_000_000, 99_000, Column.Missing.REFUSE));
    }

    private static DataSchema schema(String label, List<String> classes, Column... columns) {
        return new DataSchema(
                1,
                List.of(columns),
                label,
                classes,
                classes.stream().map(c -> 1_000_000L).toList());
    }
}
