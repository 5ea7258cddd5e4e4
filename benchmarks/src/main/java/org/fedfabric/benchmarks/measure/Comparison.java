package org.fedfabric.benchmarks.measure;

import java.io.IOException;

/**
 * Two contenders that took turns, so that whatever slowed the machine down slowed both.
 *
 * @param perSecond how often the first one's work was done in a second of processor time
 * @param baselinePerSecond the same of the second one
 * @param ratio how many times as fast as the second the first was in the same turn
 */
public record Comparison(Spread perSecond, Spread baselinePerSecond, Spread ratio) {
    /** Measures. Both do the same amount of work in one repetition. */
    public static Comparison of(Contender ours, Contender baseline, Setting setting) throws IOException {
        long ourRepetitions = repetitions(ours, setting);
        long baselineRepetitions = repetitions(baseline, setting);
        double[] own = new double[setting.windows()];
        double[] theirs = new double[setting.windows()];
        double[] ratios = new double[setting.windows()];
        for (int i = 0; i < setting.windows(); i++) {
            own[i] = rate(ours, ourRepetitions);
            theirs[i] = rate(baseline, baselineRepetitions);
            ratios[i] = own[i] / theirs[i];
        }
        return new Comparison(Spread.of(own), Spread.of(theirs), Spread.of(ratios));
    }

    private static double rate(Contender contender, long repetitions) throws IOException {
        // A clock that did not move counts as its smallest step.
        return repetitions / Math.max(1e-9, contender.seconds(repetitions));
    }

    /** Warms up and finds how many repetitions fill a window. */
    private static long repetitions(Contender contender, Setting setting) throws IOException {
        long repetitions = 1;
        double spent = 0;
        double last;
        do {
            last = contender.seconds(repetitions);
            spent += last;
            if (last < setting.windowSeconds() / 2) {
                repetitions *= 2;
            }
        } while (spent < setting.warmUpSeconds() || last < setting.windowSeconds() / 2);
        return Math.max(1, Math.round(repetitions * setting.windowSeconds() / Math.max(1e-9, last)));
    }
}
