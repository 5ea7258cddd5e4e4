package org.fedfabric.experiments.report;

/**
 * Something this project aims at, and what came out.
 *
 * @param what the figure
 * @param limit what it must keep to
 * @param measured what it was
 * @param undefended the same figure where nothing is refused; empty if that is no part of it
 * @param met whether it did
 */
record Aim(String what, String limit, String measured, String undefended, boolean met) {
    /** One without anything beside it. */
    Aim(String what, String limit, String measured, boolean met) {
        this(what, limit, measured, "", met);
    }

    /** A figure that must not be below its limit. */
    static Aim atLeast(String what, double share, double limit) {
        return new Aim(what, "≥ " + Numbers.percent(limit, 1), Numbers.percent(share, 2), share >= limit);
    }

    /** A figure that must not be above its limit. */
    static Aim atMost(String what, double share, double limit) {
        return new Aim(what, "≤ " + Numbers.percent(limit, 1), Numbers.percent(share, 2), share <= limit);
    }
}
