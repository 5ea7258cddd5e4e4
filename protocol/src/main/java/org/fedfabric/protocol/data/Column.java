package org.fedfabric.protocol.data;

import java.util.LinkedHashSet;
import java.util.List;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Tagged;

/** One input column of a table and how its raw values become features. Means and scales are in millionths. */
public sealed interface Column {
    /** The column's name, as in a CSV header. */
    String name();

    /** How many features one value becomes. */
    int width();

    /** What a missing value does. */
    enum Missing {
        /** The row cannot be used: the data set is refused with the row's number. */
        REFUSE,
        /** Numeric: taken as the mean (feature 0). Category: all indicators 0. */
        NEUTRAL
    }

    /**
     * An image of unsigned bytes, height × width × channels. Feature = (byte / 255 − mean) / scale.
     *
     * @param meanMicros agreed mean of byte / 255, in millionths
     * @param scaleMicros agreed scale, in millionths, at least 1
     */
    @Tagged("pixels")
    record Pixels(String name, int height, int columns, int channels, long meanMicros, long scaleMicros)
            implements Column {
        /** Checks the ranges. */
        public Pixels {
            requireName(name);
            Checks.inRange(height, 1, 1_024, "height of " + name);
            Checks.inRange(columns, 1, 1_024, "width of " + name);
            Checks.inRange(channels, 1, 4, "channels of " + name);
            requireScaling(name, meanMicros, scaleMicros);
        }

        @Override
        public int width() {
            return height * columns * channels;
        }
    }

    /**
     * A number. Feature = (value − mean) / scale.
     *
     * @param meanMicros agreed mean, in millionths
     * @param scaleMicros agreed scale (say the standard deviation), in millionths, at least 1
     */
    @Tagged("numeric")
    record Numeric(String name, long meanMicros, long scaleMicros, Missing missing) implements Column {
        /** Checks the ranges. */
        public Numeric {
            requireName(name);
            requireScaling(name, meanMicros, scaleMicros);
            Checks.present(missing, "missing-value rule of " + name);
        }

        @Override
        public int width() {
            return 1;
        }
    }

    /**
     * One of some words. Features = one indicator per value, in this order.
     *
     * @param values the known words, 2 to 256, different
     */
    @Tagged("category")
    record Category(String name, List<String> values, Missing missing) implements Column {
        /** Checks the values. */
        public Category {
            requireName(name);
            values = Checks.list(values, 256, "values of " + name);
            Checks.inRange(values.size(), 2, 256, "number of values of " + name);
            Checks.require(
                    new LinkedHashSet<>(values).size() == values.size(), "Values of " + name + " must differ", values);
            Checks.present(missing, "missing-value rule of " + name);
        }

        @Override
        public int width() {
            return values.size();
        }
    }

    private static void requireName(String name) {
        Checks.present(name, "name of a column");
        Checks.inRange(name.length(), 1, 128, "length of a column's name");
    }

    private static void requireScaling(String name, long meanMicros, long scaleMicros) {
        // 2^50 millionths is about a billion: beyond it a double could not hold value and mean exactly.
        Checks.inRange(meanMicros, -(1L << 50), 1L << 50, "meanMicros of " + name);
        Checks.inRange(scaleMicros, 1, 1L << 50, "scaleMicros of " + name);
    }
}
