package org.fedfabric.experiments.cli;

/** Times as people say them. */
final class Durations {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;

    private Durations() {}

    /** {@code 41 s}, {@code 7 min}, {@code 2 h 05 min}. */
    static String text(double seconds) {
        long rounded = Math.round(seconds);
        if (rounded < 2 * MINUTE) {
            return rounded + " s";
        }
        long minutes = Math.round(seconds / MINUTE);
        if (minutes < 2 * MINUTE) {
            return minutes + " min";
        }
        return "%d h %02d min".formatted(minutes * MINUTE / HOUR, minutes % MINUTE);
    }
}
