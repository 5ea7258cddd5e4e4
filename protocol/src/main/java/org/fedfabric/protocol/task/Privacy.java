package org.fedfabric.protocol.task;

import org.fedfabric.protocol.canonical.Checks;

/**
 * What noise every update carries and what it protects.
 *
 * @param mechanism the noise
 * @param unit whose presence the guarantee hides
 * @param sigmaMicros noise multiplier relative to the sensitivity, in millionths; 0 without noise
 * @param deltaPerBillion δ in billionths; 0 without noise
 */
public record Privacy(Mechanism mechanism, Unit unit, long sigmaMicros, long deltaPerBillion) {
    /** The kinds of noise. */
    public enum Mechanism {
        /** None: the update is what training gave, clipped and rounded. */
        NONE,
        /** Discrete Gaussian (Canonne, Kamath, Steinke 2020). Not in this version. */
        DISCRETE_GAUSSIAN,
        /** Discrete Laplace. Not in this version. */
        DISCRETE_LAPLACE
    }

    /** Whose presence the guarantee hides. */
    public enum Unit {
        /** A participant's whole update. */
        PARTICIPANT,
        /** One row of a participant's data. */
        RECORD
    }

    /** Checks the ranges. */
    public Privacy {
        Checks.present(mechanism, "privacy mechanism");
        Checks.present(unit, "privacy unit");
        Checks.inRange(sigmaMicros, 0, 1_000_000_000_000L, "sigmaMicros");
        Checks.inRange(deltaPerBillion, 0, 1_000_000_000L, "deltaPerBillion");
        Checks.require(
                mechanism != Mechanism.NONE || (sigmaMicros == 0 && deltaPerBillion == 0),
                "Without noise, sigmaMicros and deltaPerBillion must be 0",
                sigmaMicros + ", " + deltaPerBillion);
    }

    /** No noise: every revealed update can be read by every member, and ε is infinite. */
    public static Privacy none() {
        return new Privacy(Mechanism.NONE, Unit.PARTICIPANT, 0, 0);
    }
}
