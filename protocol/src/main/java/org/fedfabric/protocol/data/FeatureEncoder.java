package org.fedfabric.protocol.data;

import java.util.List;
import org.fedfabric.protocol.canonical.Checks;

/**
 * Turns raw rows into features as the schema says: in double, operation by operation as written in {@link Column}, with
 * one rounding to float at the end. A feature is never negative zero and never infinite.
 */
public final class FeatureEncoder {
    private static final double MICROS = 1e6;

    private FeatureEncoder() {}

    /**
     * The features of rows.
     *
     * @throws IllegalArgumentException if a value is missing where the schema refuses that, or its feature is too large
     *     for a float; the message names row (from 1) and column
     */
    public static FeatureRows encode(RawRows rows) {
        DataSchema schema = rows.schema();
        int width = schema.featureCount();
        float[] features = new float[Math.multiplyExact(rows.rows(), width)];
        int offset = 0;
        List<Column> columns = schema.columns();
        for (int c = 0; c < columns.size(); c++) {
            Column column = columns.get(c);
            if (column instanceof Column.Pixels pixels) {
                pixels(pixels, ((RawColumn.Bytes) rows.columns().get(c)).values(), features);
            } else if (column instanceof Column.Scaled scaled) {
                numbers(scaled, ((RawColumn.Numbers) rows.columns().get(c)).values(), features, offset, width);
            } else if (column instanceof Column.Category category) {
                codes(category, ((RawColumn.Codes) rows.columns().get(c)).values(), features, offset, width);
            } else if (column instanceof Column.Words words) {
                buckets(words, ((RawColumn.Bytes) rows.columns().get(c)).values(), features, offset, width);
            }
            offset += column.width();
        }
        return new FeatureRows(features, rows.labels(), width);
    }

    private static void pixels(Column.Pixels column, byte[] values, float[] features) {
        float[] byByte = new float[256];
        for (int b = 0; b < byByte.length; b++) {
            byByte[b] = feature(b / 255.0, column.meanMicros(), column.scaleMicros());
        }
        for (int i = 0; i < values.length; i++) {
            features[i] = byByte[Byte.toUnsignedInt(values[i])];
        }
    }

    private static void buckets(Column.Words column, byte[] values, float[] features, int offset, int width) {
        for (int i = 0; i < values.length; i++) {
            features[i / column.buckets() * width + offset + i % column.buckets()] = values[i];
        }
    }

    private static void numbers(Column.Scaled column, double[] values, float[] features, int offset, int width) {
        for (int row = 0; row < values.length; row++) {
            boolean missing = Double.isNaN(values[row]);
            requireGiven(!missing, column.missing(), column.name(), row);
            float feature =
                    missing ? 0f : feature(column.onScale(values[row]), column.meanMicros(), column.scaleMicros());
            Checks.require(
                    Float.isFinite(feature),
                    "Column " + column.name() + " of row " + (row + 1) + " must scale to a number a float can hold",
                    values[row]);
            features[row * width + offset] = feature;
            if (missing && column.missing() == Column.Missing.INDICATED) {
                features[row * width + offset + 1] = 1f;
            }
        }
    }

    private static void codes(Column.Category column, int[] values, float[] features, int offset, int width) {
        for (int row = 0; row < values.length; row++) {
            requireGiven(values[row] >= 0, column.missing(), column.name(), row);
            if (values[row] >= 0) {
                features[row * width + offset + values[row]] = 1f;
            } else if (column.missing() == Column.Missing.INDICATED) {
                features[row * width + offset + column.values().size()] = 1f;
            }
        }
    }

    private static void requireGiven(boolean given, Column.Missing rule, String name, int row) {
        Checks.require(
                given || rule != Column.Missing.REFUSE,
                "Column " + name + " of row " + (row + 1) + " must have a value",
                "none");
    }

    private static float feature(double value, long meanMicros, long scaleMicros) {
        // The last addition takes the sign from zero and leaves every other number.
        return (float) ((value - meanMicros / MICROS) / (scaleMicros / MICROS)) + 0f;
    }
}
