package org.fedfabric.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;
import org.junit.jupiter.api.Test;

class DatasetDescriptionTest {
    private static final RawRows ROWS = new RawRows(
            new DataSchema(
                    1,
                    List.of(
                            new Column.Numeric("size", 0, 1, Column.Missing.NEUTRAL),
                            new Column.Category("kind", List.of("a", "b"), Column.Missing.NEUTRAL)),
                    "outcome",
                    List.of("ok", "bad"),
                    List.of(1L, 1L)),
            List.of(
                    new RawColumn.Numbers(new double[] {1, 3, Double.NaN, 5}),
                    new RawColumn.Codes(new int[] {0, 0, -1, 1})),
            new int[] {0, 0, 0, 1});

    @Test
    void counts_classes_words_and_gaps() {
        DatasetDescription description = DatasetDescription.of(ROWS);
        assertThat(description.rows()).isEqualTo(4);
        assertThat(description.classCounts()).containsExactly(3L, 1L);
        ColumnStatistics.OfNumbers size =
                (ColumnStatistics.OfNumbers) description.columns().get(0);
        assertThat(size.missing()).isEqualTo(1);
        assertThat(List.of(size.smallest(), size.mean(), size.largest())).containsExactly(1.0, 3.0, 5.0);
        assertThat(size.deviation()).isEqualTo(Math.sqrt(8.0 / 3));
        assertThat(size.histogram()).hasSize(24).contains(1L);
        ColumnStatistics.OfCategory kind =
                (ColumnStatistics.OfCategory) description.columns().get(1);
        assertThat(kind.missing()).isEqualTo(1);
        assertThat(kind.counts()).containsExactly(2L, 1L);
    }

    @Test
    void picture_shows_bars_sparklines_and_gaps() {
        String picture = DatasetDescription.of(ROWS).picture();
        assertThat(picture.lines())
                .contains(
                        "4 rows",
                        "  ok                 ████████████████████████                 3   75.0 %",
                        "size                |█           █          █| 1.00 … 5.00",
                        "  mean 3.00, deviation 1.63, 25.0 % missing, tells 100 % of the label",
                        "kind, 25.0 % missing, tells 100 % of the label");
        assertThat(picture.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void json_has_null_where_there_is_no_figure() {
        assertThat(DatasetDescription.of(ROWS.select(new int[0])).json().toString())
                .contains("\"mean\":null", "\"tellsLabel\":null");
    }

    @Test
    void no_rows_are_described_without_numbers_that_do_not_exist() {
        assertThat(DatasetDescription.of(ROWS.select(new int[0])).picture()).contains("0 rows", "mean -");
    }

    @Test
    void pixels_are_described_as_parts_of_one() {
        RawRows image = new RawRows(
                DataSchemas.images(1, 2, List.of("a", "b")),
                List.of(new RawColumn.Bytes(new byte[] {0, (byte) 255})),
                new int[] {1});
        ColumnStatistics.OfNumbers pixels = (ColumnStatistics.OfNumbers)
                DatasetDescription.of(image).columns().get(0);
        assertThat(pixels.largest()).isEqualTo(1);
        assertThat(pixels.mean()).isEqualTo(0.5);
        assertThat(DatasetDescription.of(image).images()).hasSize(10).contains("         █████████");
    }
}
