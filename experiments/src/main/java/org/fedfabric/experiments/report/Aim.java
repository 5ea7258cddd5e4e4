package org.fedfabric.experiments.report;

/**
 * Something this project aims at, and what came out.
 *
 * @param what the figure
 * @param limit what it must keep to
 * @param measured what it was
 * @param met whether it did
 */
record Aim(String what, String limit, String measured, boolean met) {
    /** A figure that must not be below its limit. */
    static Aim atLeast(String what, double share, double limit) {
        return new Aim(what, "≥ " + Numbers.percent(limit, 1), Numbers.percent(share, 2), share >= limit);
    }

    /** A figure that must not be above its limit. */
    static Aim atMost(String what, double share, double limit) {
        return new Aim(what, "≤ " + Numbers.percent(limit, 1), Numbers.percent(share, 2), share <= limit);
    }
}
