package org.fedfabric.protocol.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fedfabric.protocol.canonical.BlobType;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Digests;

/**
 * The bytes of a set of rows: {@code FFRW}, version 1 of this form, the 32 bytes of the data schema's digest, the number
 * of rows as a 32-bit integer, then the rows. A row is its columns in the schema's order, then its label as an unsigned
 * 16-bit integer:
 *
 * <ul>
 *   <li>pixels: their bytes, height × width × channels;
 *   <li>a text: a byte for each bucket, 0 or 1;
 *   <li>a number: 64-bit IEEE 754; missing is the one NaN {@code 7ff8000000000000}; zero has no sign;
 *   <li>a category: the code as an unsigned 16-bit integer; missing is {@code ffff}.
 * </ul>
 *
 * All integers and numbers are little-endian. Equal rows have equal bytes: decoding refuses every other form.
 */
public final class RowsBlob {
    private static final BlobType TYPE = new BlobType("FFRW", 1);
    private static final int PREFIX_BYTES = BlobType.BYTES + Digests.BYTES + Integer.BYTES;
    private static final int MISSING_CODE = 0xffff;
    private static final long MISSING_NUMBER = 0x7ff8000000000000L;
    private static final long NEGATIVE_ZERO = 0x8000000000000000L;

    private RowsBlob() {}

    /** The bytes of rows. */
    public static byte[] encode(RawRows rows) {
        ByteBuffer blob = ByteBuffer.allocate(Math.toIntExact(lengthBytes(rows.schema(), rows.rows())))
                .order(ByteOrder.LITTLE_ENDIAN);
        TYPE.put(blob);
        blob.put(schemaDigest(rows.schema())).putInt(rows.rows());
        for (int row = 0; row < rows.rows(); row++) {
            putRow(rows, row, blob);
        }
        return blob.array();
    }

    /** Length of the bytes of so many rows. */
    public static long lengthBytes(DataSchema schema, int rows) {
        return PREFIX_BYTES + (long) rows * rowBytes(schema);
    }

    /** The bytes of one row (from 0) as they stand in {@link #encode}: what a data set's digest is made of. */
    public static byte[] canonicalRow(RawRows rows, int row) {
        ByteBuffer bytes = ByteBuffer.allocate(rowBytes(rows.schema())).order(ByteOrder.LITTLE_ENDIAN);
        putRow(rows, row, bytes);
        return bytes.array();
    }

    /**
     * The rows behind the bytes.
     *
     * @throws IllegalArgumentException if the bytes are of another kind or schema, or not exactly what {@link #encode}
     *     gives
     */
    public static RawRows decode(DataSchema schema, byte[] bytes) {
        Checks.require(
                bytes.length >= PREFIX_BYTES, "Rows must have at least " + PREFIX_BYTES + " bytes", bytes.length);
        ByteBuffer blob = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Checks.require(TYPE.isNext(blob), "Rows must begin with " + TYPE, Digests.hex(bytes, 0, BlobType.BYTES));
        byte[] digest = new byte[Digests.BYTES];
        blob.get(digest);
        Checks.require(
                Arrays.equals(digest, schemaDigest(schema)),
                "Rows must name the digest of their schema, " + Digests.ofRecord(schema),
                Digests.hex(digest, 0, digest.length));
        int rows = Checks.inRange(blob.getInt(), 0, Integer.MAX_VALUE, "number of rows");
        Checks.require(
                bytes.length == lengthBytes(schema, rows),
                rows + " rows must have " + lengthBytes(schema, rows) + " bytes",
                bytes.length);
        return readRows(schema, rows, blob);
    }

    private static RawRows readRows(DataSchema schema, int rows, ByteBuffer blob) {
        List<RawColumn> columns = new ArrayList<>();
        for (Column column : schema.columns()) {
            columns.add(
                    isBytes(column)
                            ? new RawColumn.Bytes(new byte[rows * column.width()])
                            : column instanceof Column.Scaled
                                    ? new RawColumn.Numbers(new double[rows])
                                    : new RawColumn.Codes(new int[rows]));
        }
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++) {
            for (int c = 0; c < columns.size(); c++) {
                RawColumn column = columns.get(c);
                if (column instanceof RawColumn.Bytes bytes) {
                    int width = schema.columns().get(c).width();
                    blob.get(bytes.values(), row * width, width);
                } else if (column instanceof RawColumn.Numbers numbers) {
                    numbers.values()[row] =
                            readNumber(blob.getLong(), schema.columns().get(c), row);
                } else if (column instanceof RawColumn.Codes codes) {
                    int code = Short.toUnsignedInt(blob.getShort());
                    codes.values()[row] = code == MISSING_CODE ? -1 : code;
                }
            }
            labels[row] = Short.toUnsignedInt(blob.getShort());
        }
        return new RawRows(schema, columns, labels);
    }

    private static double readNumber(long bits, Column column, int row) {
        double value = Double.longBitsToDouble(bits);
        Checks.require(
                bits != NEGATIVE_ZERO && (!Double.isNaN(value) || bits == MISSING_NUMBER),
                "Column " + column.name() + " of row " + (row + 1) + " must be a number in its one form",
                Long.toHexString(bits));
        return value;
    }

    private static void putRow(RawRows rows, int row, ByteBuffer out) {
        for (int c = 0; c < rows.columns().size(); c++) {
            RawColumn column = rows.columns().get(c);
            if (column instanceof RawColumn.Bytes bytes) {
                int width = rows.schema().columns().get(c).width();
                out.put(bytes.values(), row * width, width);
            } else if (column instanceof RawColumn.Numbers numbers) {
                double value = numbers.values()[row];
                // Adding 0 takes the sign from zero and leaves every other number.
                out.putLong(Double.isNaN(value) ? MISSING_NUMBER : Double.doubleToLongBits(value + 0.0));
            } else if (column instanceof RawColumn.Codes codes) {
                int code = codes.values()[row];
                out.putShort((short) (code < 0 ? MISSING_CODE : code));
            }
        }
        out.putShort((short) rows.labels()[row]);
    }

    private static int rowBytes(DataSchema schema) {
        int sum = Short.BYTES;
        for (Column column : schema.columns()) {
            sum += isBytes(column) ? column.width() : column instanceof Column.Scaled ? Double.BYTES : Short.BYTES;
        }
        return sum;
    }

    private static boolean isBytes(Column column) {
        return column instanceof Column.Pixels || column instanceof Column.Words;
    }

    private static byte[] schemaDigest(DataSchema schema) {
        return Digests.bytes(Digests.ofRecord(schema));
    }
}
