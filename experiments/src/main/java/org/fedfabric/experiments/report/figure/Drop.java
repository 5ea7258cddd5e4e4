package org.fedfabric.experiments.report.figure;

/** What an attack costs. */
public final class Drop {
    private Drop() {}

    /**
     * The drop of the mean final accuracy against runs without the attack.
     *
     * @param clean final accuracies without it
     * @param attacked final accuracies with it
     * @return percentage points; negative if the attacked runs did better
     */
    public static double points(Spread clean, Spread attacked) {
        return 100 * (clean.mean() - attacked.mean());
    }
}
