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
        NEUTRAL,
        /** As neutral, and one more feature after the column's others says so: 1 where the value is missing, else 0. */
        INDICATED;

        int indicators() {
            return this == INDICATED ? 1 : 0;
        }
    }

    /** A column of numbers, whatever scale they are put on. */
    interface Scaled {
        /** The column's name. */
        String name();

        /** Agreed mean on the scale, in millionths. */
        long meanMicros();

        /** Agreed unit on the scale, in millionths. */
        long scaleMicros();

        /** What a missing value does. */
        Missing missing();

        /** A value on the column's scale, before mean and unit are applied. */
        double onScale(double value);
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
    record Numeric(String name, long meanMicros, long scaleMicros, Missing missing) implements Column, Scaled {
        /** Checks the ranges. */
        public Numeric {
            requireName(name);
            requireScaling(name, meanMicros, scaleMicros);
            Checks.present(missing, "missing-value rule of " + name);
        }

        @Override
        public int width() {
            return 1 + missing.indicators();
        }

        @Override
        public double onScale(double value) {
            return value;
        }
    }

    /**
     * A number whose values range over several powers of ten, such as money or counts. With v the value, feature =
     * (sign(v) · ln(1 + |v|) − mean) / scale, by StrictMath.
     *
     * @param meanMicros agreed mean of the logarithms, in millionths
     * @param scaleMicros agreed scale of the logarithms, in millionths, at least 1
     */
    @Tagged("logarithmic")
    record Logarithmic(String name, long meanMicros, long scaleMicros, Missing missing) implements Column, Scaled {
        /** Checks the ranges. */
        public Logarithmic {
            requireName(name);
            requireScaling(name, meanMicros, scaleMicros);
            Checks.present(missing, "missing-value rule of " + name);
        }

        @Override
        public int width() {
            return 1 + missing.indicators();
        }

        @Override
        public double onScale(double value) {
            return value < 0 ? -StrictMath.log1p(-value) : StrictMath.log1p(value);
        }
    }

    /**
     * A text, as the words that occur in it: each word is hashed to one of some buckets, and a bucket's feature is 1 if one
     * of its words occurs, else 0. Neither words nor their order can be read back, but a guessed word can be tested.
     *
     * @param buckets 16 to 4,096
     */
    @Tagged("words")
    record Words(String name, int buckets) implements Column {
        /** Checks the ranges. */
        public Words {
            requireName(name);
            Checks.inRange(buckets, 16, 4_096, "buckets of " + name);
        }

        @Override
        public int width() {
            return buckets;
        }
    }

    /**
     * One of some words. Features = one indicator per value, in this order.
     *
     * @param values the known words, 2 to 256, different; {@link #OTHER} among them stands for every word that is not
     */
    @Tagged("category")
    record Category(String name, List<String> values, Missing missing) implements Column {
        /** The value that words outside the list are read as. Without it in the list they are refused. */
        public static final String OTHER = "*";

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
            return values.size() + missing.indicators();
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
