package org.fedfabric.protocol.canonical;

import java.util.List;

/** Range checks with one sentence shape: what must hold, then the value given. */
public final class Checks {
    private Checks() {}

    /** Returns the value if it lies in [min, max]. */
    public static long inRange(long value, long min, long max, String what) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    what + " must lie in [" + min + ", " + max + "]. Provided value: " + value);
        }
        return value;
    }

    /** Returns the value if it lies in [min, max]. */
    public static int inRange(int value, int min, int max, String what) {
        return (int) inRange((long) value, min, max, what);
    }

    /** Returns a time in milliseconds since 1970: not before, and exact in every JSON reader (below 2⁵³). */
    public static long time(long millis, String what) {
        return inRange(millis, 0, (1L << 53) - 1, what);
    }

    /** Throws with the sentence unless the condition holds. */
    public static void require(boolean condition, String mustHold, Object provided) {
        if (!condition) {
            throw new IllegalArgumentException(mustHold + ". Provided value: " + provided);
        }
    }

    /** Returns the reference if it is present. */
    public static <T> T present(T value, String what) {
        if (value == null) {
            throw new IllegalArgumentException(what + " must be given. Provided value: none");
        }
        return value;
    }

    /** An unmodifiable copy of a list that is present, has no absent element and at most {@code max} of them. */
    public static <T> List<T> list(List<T> values, int max, String what) {
        present(values, what);
        for (T value : values) {
            present(value, "every element of " + what);
        }
        inRange(values.size(), 0, max, "the length of " + what);
        return List.copyOf(values);
    }
}
