package org.fedfabric.protocol.task;

import org.fedfabric.protocol.canonical.Checks;

/**
 * What a selected participant runs on its own data, starting from the base version.
 *
 * @param epochs passes over the data, 1 to 100
 * @param batch examples per step, 1 to 65,536
 * @param optimiser which rule turns a gradient into a step
 * @param rateMicros learning rate, in millionths
 * @param momentumMicros SGD's momentum, in millionths, below 1,000,000; 0 for none
 */
public record Training(int epochs, int batch, Optimiser optimiser, long rateMicros, long momentumMicros) {
    /** The rule that turns a gradient into a step. */
    public enum Optimiser {
        /** Stochastic gradient descent, with momentum if that is not 0. */
        SGD,
        /** Adam (Kingma and Ba 2015) with β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
        ADAM
    }

    /** Checks the ranges. */
    public Training {
        Checks.inRange(epochs, 1, 100, "epochs");
        Checks.inRange(batch, 1, 65_536, "batch");
        Checks.present(optimiser, "optimiser");
        Checks.inRange(rateMicros, 1, 100_000_000L, "rateMicros");
        Checks.inRange(momentumMicros, 0, 999_999, "momentumMicros");
    }
}
