package org.fedfabric.protocol.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.fedfabric.protocol.Examples;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw rows and their byte form. */
class RowsTest {
    private static final DataSchema TABLE = Examples.table();
    private static final RawRows ROWS = Examples.tableRows();
    private static final int PREFIX = 44;
    private static final int ROW = 8 + 2 + 2;

    @Nested
    class RawRowsRefuse {
        @Test
        void columns_that_are_not_the_schema_s() {
            RawColumn numbers = new RawColumn.Numbers(new double[1]);
            RawColumn codes = new RawColumn.Codes(new int[1]);
            assertRefused("There must be a column for each of the schema's 2", List.of(numbers), 0);
            assertRefused("the length of columns", List.of(numbers, codes, codes), 0);
            assertRefused("Values of column pressure must be of the kind Numeric", List.of(codes, codes), 0);
            assertRefused("Provided value: Bytes", List.of(numbers, new RawColumn.Bytes(new byte[1])), 0);
        }

        @Test
        void columns_of_another_length() {
            assertRefused("Column pressure must have 1 values. Provided value: 2", new double[2], new int[1], 0);
            assertRefused("must have 1 values. Provided value: 0", new double[1], new int[0], 0);
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            new RawRows(Examples.images(), List.of(new RawColumn.Bytes(new byte[37])), new int[] {0}))
                    .withMessageContaining("Column image must have 36 values. Provided value: 37");
        }

        @ParameterizedTest
        @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
        void infinite_numbers(double value) {
            assertRefused("Column pressure of row 1 must be a finite number", new double[] {value}, new int[1], 0);
        }

        @ParameterizedTest
        @ValueSource(ints = {Integer.MIN_VALUE, -2, 3, Integer.MAX_VALUE})
        void codes_and_labels_that_stand_for_nothing(int value) {
            assertRefused(
                    "of row 1 must lie in [-1, 2]. Provided value: " + value, new double[1], new int[] {value}, 0);
            assertRefused("label of row 1 must lie in [0, 1]", new double[1], new int[1], value);
        }

        @Test
        void a_missing_label() {
            assertRefused("label of row 1 must lie in [0, 1]. Provided value: -1", new double[1], new int[1], -1);
        }

        private void assertRefused(String message, double[] numbers, int[] codes, int label) {
            assertRefused(message, List.of(new RawColumn.Numbers(numbers), new RawColumn.Codes(codes)), label);
        }

        private void assertRefused(String message, List<RawColumn> columns, int label) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RawRows(TABLE, columns, new int[] {label}))
                    .withMessageContaining(message);
        }
    }

    @Nested
    class DecodingRefuses {
        @Test
        void every_beginning_of_the_bytes_and_one_byte_more() {
            byte[] bytes = RowsBlob.encode(ROWS);
            for (int length = 0; length <= bytes.length + 1; length++) {
                if (length != bytes.length) {
                    assertRefused(Arrays.copyOf(bytes, length), "Rows must|rows must have .* bytes");
                }
            }
        }

        @Test
        void another_kind_version_or_schema() {
            assertRefused(with(0, (byte) 'G'), "Rows must begin with");
            assertRefused(with(4, (byte) 2), "Rows must begin with");
            assertRefused(with(8, (byte) ~RowsBlob.encode(ROWS)[8]), "Rows must name the digest of their schema");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RowsBlob.decode(Examples.images(), RowsBlob.encode(ROWS)))
                    .withMessageContaining("Rows must name the digest of their schema");
        }

        @ParameterizedTest
        @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 2, 4, 357_913_942, Integer.MAX_VALUE})
        void a_number_of_rows_that_lies(int rows) {
            byte[] bytes = RowsBlob.encode(ROWS);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(40, rows);
            assertRefused(bytes, "number of rows must lie|rows must have .* bytes");
        }

        @ParameterizedTest
        @ValueSource(
                longs = {
                    0x8000000000000000L, // negative zero
                    0x7ff0000000000000L, // infinity
                    0xfff0000000000000L,
                    0x7ff8000000000001L, // other forms of NaN
                    0xfff8000000000000L,
                    0x7ff0000000000001L,
                    0x7fffffffffffffffL,
                })
        void other_forms_of_a_number(long bits) {
            byte[] bytes = RowsBlob.encode(ROWS);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(PREFIX + ROW, bits);
            assertRefused(bytes, "Column pressure of row 2 must be a");
        }

        @ParameterizedTest
        @ValueSource(shorts = {3, 255, Short.MAX_VALUE, Short.MIN_VALUE, -2})
        void codes_beyond_the_words(short code) {
            byte[] bytes = RowsBlob.encode(ROWS);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(PREFIX + 8, code);
            assertRefused(bytes, "of row 1 must lie in \\[-1, 2\\]");
        }

        @ParameterizedTest
        @ValueSource(shorts = {2, Short.MIN_VALUE, -1})
        void labels_beyond_the_classes(short label) {
            byte[] bytes = RowsBlob.encode(ROWS);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(PREFIX + 2 * ROW + 10, label);
            assertRefused(bytes, "label of row 3 must lie in");
        }

        private byte[] with(int index, byte value) {
            byte[] bytes = RowsBlob.encode(ROWS);
            bytes[index] = value;
            return bytes;
        }

        private void assertRefused(byte[] bytes, String pattern) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RowsBlob.decode(TABLE, bytes))
                    .satisfies(e -> assertThat(e.getMessage()).containsPattern(pattern));
        }
    }

    @Test
    void writes_missing_values_and_zero_in_their_one_form() {
        RawRows rows = new RawRows(
                TABLE,
                List.of(
                        new RawColumn.Numbers(new double[] {Double.longBitsToDouble(0xfff8000000000123L), -0.0, 1.5}),
                        new RawColumn.Codes(new int[] {-1, 0, 2})),
                new int[] {0, 1, 1});
        ByteBuffer bytes = ByteBuffer.wrap(RowsBlob.encode(rows)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getLong(PREFIX)).isEqualTo(0x7ff8000000000000L);
        assertThat(bytes.getShort(PREFIX + 8)).isEqualTo((short) 0xffff);
        assertThat(bytes.getLong(PREFIX + ROW)).isZero();
        assertThat(RowsBlob.encode(RowsBlob.decode(TABLE, bytes.array()))).isEqualTo(bytes.array());
    }

    @Test
    void gives_back_images() {
        byte[] pixels = new byte[72];
        pixels[40] = (byte) 200;
        RawRows images = new RawRows(Examples.images(), List.of(new RawColumn.Bytes(pixels)), new int[] {2, 0});
        RawRows decoded = RowsBlob.decode(Examples.images(), RowsBlob.encode(images));
        assertThat(((RawColumn.Bytes) decoded.columns().get(0)).values()).isEqualTo(pixels);
        assertThat(decoded.labels()).containsExactly(2, 0);
        assertThat(RowsBlob.encode(images)).hasSize((int) RowsBlob.lengthBytes(Examples.images(), 2));
    }

    @Test
    void a_canonical_row_is_its_part_of_the_whole() {
        byte[] whole = RowsBlob.encode(ROWS);
        for (int row = 0; row < ROWS.rows(); row++) {
            assertThat(RowsBlob.canonicalRow(ROWS, row))
                    .isEqualTo(Arrays.copyOfRange(whole, PREFIX + row * ROW, PREFIX + (row + 1) * ROW));
        }
    }

    @Test
    void selects_rows_in_the_order_asked_for() {
        RawRows chosen = ROWS.select(new int[] {2, 0, 2});
        assertThat(chosen.labels()).containsExactly(0, 0, 0);
        assertThat(((RawColumn.Codes) chosen.columns().get(1)).values()).containsExactly(2, 0, 2);
        assertThat(((RawColumn.Numbers) chosen.columns().get(0)).values()).containsExactly(-0.0, 130, -0.0);
        assertThat(ROWS.select(new int[0]).rows()).isZero();
    }
}
