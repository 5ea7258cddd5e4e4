package org.fedfabric.protocol.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.fedfabric.protocol.Examples;
import org.junit.jupiter.api.Test;

class FeatureEncoderTest {
    @Test
    void refuses_a_missing_value_where_the_schema_does_naming_row_and_column() {
        RawRows rows = new RawRows(
                Examples.table(),
                List.of(new RawColumn.Numbers(new double[] {1, Double.NaN}), new RawColumn.Codes(new int[2])),
                new int[2]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureEncoder.encode(rows))
                .withMessage("Column pressure of row 2 must have a value. Provided value: none");
        DataSchema words = schema(new Column.Category("word", List.of("a", "b"), Column.Missing.REFUSE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureEncoder.encode(
                        new RawRows(words, List.of(new RawColumn.Codes(new int[] {-1})), new int[1])))
                .withMessage("Column word of row 1 must have a value. Provided value: none");
    }

    @Test
    void refuses_a_number_that_no_float_can_hold_after_scaling() {
        DataSchema schema = schema(new Column.Numeric("x", 0, 1, Column.Missing.NEUTRAL));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureEncoder.encode(numbers(schema, 0, -1e300)))
                .withMessage("Column x of row 2 must scale to a number a float can hold. Provided value: -1.0E300");
        assertThatIllegalArgumentException().isThrownBy(() -> FeatureEncoder.encode(numbers(schema, Double.MAX_VALUE)));
    }

    @Test
    void scales_numbers_and_spreads_words_in_the_schema_s_order() {
        FeatureRows features = FeatureEncoder.encode(Examples.tableRows());
        assertThat(features.width()).isEqualTo(4);
        assertThat(features.rows()).isEqualTo(3);
        assertThat(features.features()).containsExactly(0f, 1, 0, 0, 1f, 0, 0, 0, (float) (-130 / 17.5), 0, 0, 1);
        assertThat(features.labels()).containsExactly(0, 1, 0);
    }

    @Test
    void a_missing_number_is_taken_as_the_mean_and_zero_has_no_sign() {
        DataSchema schema = schema(new Column.Numeric("x", 0, 2_000_000, Column.Missing.NEUTRAL));
        float[] features = FeatureEncoder.encode(numbers(schema, Double.NaN, -0.0, -Double.MIN_VALUE))
                .features();
        for (float feature : features) {
            assertThat(Float.floatToRawIntBits(feature)).isZero();
        }
    }

    @Test
    void an_indicated_gap_is_a_feature_of_its_own_after_the_column_s_others() {
        DataSchema schema = new DataSchema(
                1,
                List.of(
                        new Column.Numeric("x", 0, 1_000_000, Column.Missing.INDICATED),
                        new Column.Category("word", List.of("a", "b"), Column.Missing.INDICATED)),
                "label",
                List.of("no", "yes"),
                List.of(1L, 1L));
        RawRows rows = new RawRows(
                schema,
                List.of(new RawColumn.Numbers(new double[] {3, Double.NaN}), new RawColumn.Codes(new int[] {-1, 1})),
                new int[2]);
        assertThat(FeatureEncoder.encode(RowsBlob.decode(schema, RowsBlob.encode(rows)))
                        .features())
                .containsExactly(3, 0, 0, 0, 1, 0, 1, 0, 1, 0);
    }

    @Test
    void a_logarithmic_column_keeps_the_sign_and_words_are_their_buckets() {
        DataSchema schema = new DataSchema(
                1,
                List.of(new Column.Logarithmic("x", 0, 1_000_000, Column.Missing.REFUSE), new Column.Words("text", 16)),
                "label",
                List.of("no", "yes"),
                List.of(1L, 1L));
        byte[] buckets = new byte[32];
        buckets[3] = 1;
        buckets[31] = 1;
        RawRows rows = new RawRows(
                schema,
                List.of(new RawColumn.Numbers(new double[] {Math.E - 1, -9}), new RawColumn.Bytes(buckets)),
                new int[2]);
        FeatureRows features = FeatureEncoder.encode(RowsBlob.decode(schema, RowsBlob.encode(rows)));
        assertThat(features.width()).isEqualTo(17);
        assertThat(features.features()[0]).isEqualTo(1f);
        assertThat(features.features()[17]).isEqualTo((float) -StrictMath.log1p(9));
        assertThat(features.features()[4]).isEqualTo(1f);
        assertThat(features.features()[33]).isEqualTo(1f);
        buckets[0] = 2;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RawRows(
                        schema,
                        List.of(new RawColumn.Numbers(new double[2]), new RawColumn.Bytes(buckets)),
                        new int[2]));
    }

    @Test
    void every_byte_of_an_image_lies_within_a_float_s_rounding_of_the_exact_feature() {
        byte[] pixels = new byte[36 * 8];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        float[] features = FeatureEncoder.encode(
                        new RawRows(Examples.images(), List.of(new RawColumn.Bytes(pixels)), new int[8]))
                .features();
        for (int i = 0; i < pixels.length; i++) {
            float exact = BigDecimal.valueOf(i & 255)
                    .divide(BigDecimal.valueOf(255), MathContext.DECIMAL128)
                    .subtract(new BigDecimal("0.1307"))
                    .divide(new BigDecimal("0.3081"), MathContext.DECIMAL128)
                    .floatValue();
            assertThat(features[i]).isBetween(Math.nextDown(exact), Math.nextUp(exact));
        }
    }

    @Test
    void encoding_decoded_rows_gives_the_same_bits() {
        RawRows rows = Examples.tableRows();
        RawRows decoded = RowsBlob.decode(rows.schema(), RowsBlob.encode(rows));
        float[] features = FeatureEncoder.encode(rows).features();
        float[] again = FeatureEncoder.encode(decoded).features();
        for (int i = 0; i < features.length; i++) {
            assertThat(Float.floatToRawIntBits(again[i])).isEqualTo(Float.floatToRawIntBits(features[i]));
        }
    }

    @Test
    void feature_rows_refuse_lengths_that_do_not_fit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeatureRows(new float[5], new int[2], 3))
                .withMessage("2 rows must have 3 features each. Provided value: 5");
    }

    private static RawRows numbers(DataSchema schema, double... values) {
        return new RawRows(schema, List.of(new RawColumn.Numbers(values)), new int[values.length]);
    }

    private static DataSchema schema(Column column) {
        return new DataSchema(1, List.of(column), "label", List.of("no", "yes"), List.of(1L, 1L));
    }
}
