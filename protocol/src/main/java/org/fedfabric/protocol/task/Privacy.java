package org.fedfabric.protocol.task;

import org.fedfabric.protocol.canonical.Checks;

/**
 * What noise every update carries and what it protects.
 *
 * @param mechanism the noise
 * @param unit whose presence the guarantee hides
 * @param sigmaMicros noise multiplier relative to the sensitivity ({@code Sensitivity}), in millionths; 0 without noise
 * @param deltaPerBillion δ at which the task's ε is stated, in billionths; 0 without noise. What a submission costs an
 *     account does not depend on it: accounts have a δ of their own
 */
public record Privacy(Mechanism mechanism, Unit unit, long sigmaMicros, long deltaPerBillion) {
    /**
     * A hundredth of the sensitivity: below that a submission costs ρ > 5,000 or ε > 100, which protects nobody. Simulation
     * tasks, whose noise protects nobody anyway, may have less, down to a millionth: some published experiments do.
     */
    public static final long MIN_MULTIPLIER_MICROS = 10_000;

    /** A million times the sensitivity: charges of a billionth are then larger than the loss. */
    public static final long MAX_MULTIPLIER_MICROS = 1_000_000_000_000L;

    /**
     * δ ≤ 1/1,000. δ bounds the probability that a guarantee fails altogether, so it must stay well below one over the
     * number of those protected; federations have at most some thousand participants.
     */
    public static final long MAX_DELTA_PER_BILLION = 1_000_000;

    /** A million: an ε that is written down, not one that protects. */
    public static final long MAX_EPSILON_MICROS = 1_000_000_000_000L;

    /** The kinds of noise. */
    public enum Mechanism {
        /** None: the update is what training gave, clipped and rounded. */
        NONE,
        /** Discrete Gaussian (Canonne, Kamath, Steinke 2020), accounted by ρ-zCDP. */
        DISCRETE_GAUSSIAN,
        /** Discrete Laplace (Ghosh, Roughgarden, Sundararajan 2012), accounted by pure ε. */
        DISCRETE_LAPLACE
    }

    /** Whose presence the guarantee hides. */
    public enum Unit {
        /** A participant's whole update. */
        PARTICIPANT,
        /** One row of a participant's data. Not in this version. */
        RECORD
    }

    /** Checks the ranges. */
    public Privacy {
        Checks.present(mechanism, "privacy mechanism");
        Checks.present(unit, "privacy unit");
        if (mechanism == Mechanism.NONE) {
            Checks.require(
                    sigmaMicros == 0 && deltaPerBillion == 0,
                    "Without noise, sigmaMicros and deltaPerBillion must be 0",
                    sigmaMicros + ", " + deltaPerBillion);
        } else {
            Checks.inRange(sigmaMicros, 1, MAX_MULTIPLIER_MICROS, "sigmaMicros");
            Checks.inRange(deltaPerBillion, 1, MAX_DELTA_PER_BILLION, "deltaPerBillion");
        }
    }

    /** No noise: every revealed update can be read by every member, and ε is infinite. */
    public static Privacy none() {
        return new Privacy(Mechanism.NONE, Unit.PARTICIPANT, 0, 0);
    }
}
