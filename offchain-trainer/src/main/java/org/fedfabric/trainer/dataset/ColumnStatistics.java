package org.fedfabric.trainer.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.RawColumn;

/** Figures of one column. */
public sealed interface ColumnStatistics {
    /** The column's name. */
    String name();

    /** Rows without a value. */
    long missing();

    /**
     * Of a column of numbers, or of pixels as byte / 255.
     *
     * @param smallest NaN, as the other figures, when every value is missing
     * @param deviation of the values themselves, not an estimate for a larger population
     * @param histogram counts in equal steps from smallest to largest
     */
    record OfNumbers(
            String name, long missing, double smallest, double mean, double deviation, double largest, long[] histogram)
            implements ColumnStatistics {
        private static final int STEPS = 24;

        static OfNumbers of(String name, double[] values) {
            double[] given = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
            double smallest = Arrays.stream(given).min().orElse(Double.NaN);
            double largest = Arrays.stream(given).max().orElse(Double.NaN);
            double mean = Arrays.stream(given).average().orElse(Double.NaN);
            double squares =
                    Arrays.stream(given).map(v -> (v - mean) * (v - mean)).sum();
            long[] histogram = new long[STEPS];
            for (double value : given) {
                double place = largest > smallest ? (value - smallest) / (largest - smallest) * STEPS : 0;
                histogram[Math.min(STEPS - 1, (int) place)]++;
            }
            return new OfNumbers(
                    name,
                    values.length - given.length,
                    smallest,
                    mean,
                    given.length == 0 ? Double.NaN : Math.sqrt(squares / given.length),
                    largest,
                    histogram);
        }
    }

    /**
     * Of a category.
     *
     * @param values its words
     * @param counts rows with each
     */
    record OfCategory(String name, long missing, List<String> values, List<Long> counts) implements ColumnStatistics {
        static OfCategory of(String name, List<String> values, int[] codes) {
            List<Long> counts = new ArrayList<>();
            for (int v = 0; v < values.size(); v++) {
                int code = v;
                counts.add(Arrays.stream(codes).filter(c -> c == code).count());
            }
            return new OfCategory(name, Arrays.stream(codes).filter(c -> c < 0).count(), values, counts);
        }
    }

    /**
     * Of a text.
     *
     * @param buckets it is hashed to
     * @param missing rows without a word
     * @param wordsPerRow buckets that are set, on average
     */
    record OfText(String name, long missing, int buckets, double wordsPerRow) implements ColumnStatistics {
        static OfText of(Column.Words column, byte[] set) {
            long all = 0;
            long empty = 0;
            for (int row = 0; row < set.length / column.buckets(); row++) {
                int words = 0;
                for (int b = 0; b < column.buckets(); b++) {
                    words += set[row * column.buckets() + b];
                }
                all += words;
                empty += words == 0 ? 1 : 0;
            }
            double rows = (double) set.length / column.buckets();
            return new OfText(column.name(), empty, column.buckets(), all / rows);
        }
    }

    /** The figures of a column. */
    static ColumnStatistics of(Column column, RawColumn raw) {
        if (raw instanceof RawColumn.Codes codes && column instanceof Column.Category category) {
            return OfCategory.of(column.name(), category.values(), codes.values());
        }
        if (raw instanceof RawColumn.Numbers numbers) {
            return OfNumbers.of(column.name(), numbers.values());
        }
        byte[] pixels = ((RawColumn.Bytes) raw).values();
        if (column instanceof Column.Words words) {
            return OfText.of(words, pixels);
        }
        return OfNumbers.of(
                column.name(),
                IntStream.range(0, pixels.length)
                        .mapToDouble(i -> (pixels[i] & 0xff) / 255.0)
                        .toArray());
    }
}
