package org.fedfabric.protocol.aggregation;

import java.util.List;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * Updates in one unit, with their votes. The integers q of an update carry its weight w = 2^(−k); rules that compare updates
 * need q / w = q · 2^k, in steps of 1 / s. What that makes larger than 32 bits is cut off there: with clipped updates, only
 * rounding of the smallest weights can get so far.
 */
final class Votes {
    private final int[][] values;
    private final long[] votes;
    private final long total;

    private Votes(int[][] values, long[] votes, long total) {
        this.values = values;
        this.votes = votes;
        this.total = total;
    }

    /** Of a task's updates, at least as many as its rule needs. */
    static Votes of(TaskSpec spec, int length, List<WeightedUpdate> updates) {
        return of(
                spec.quantisation(), length, updates, spec.aggregation().rule().leastUpdates());
    }

    /**
     * The votes of included updates.
     *
     * @param length how many values each must have
     * @param least how many updates the rule needs
     */
    static Votes of(Quantisation quantisation, int length, List<WeightedUpdate> updates, int least) {
        Checks.require(updates.size() >= least, "This rule needs at least " + least + " updates", updates.size());
        int[][] values = new int[updates.size()][];
        long[] votes = new long[values.length];
        long total = 0;
        for (int i = 0; i < values.length; i++) {
            WeightedUpdate update = updates.get(i);
            WeightedMean.requireLength(update, length);
            values[i] = inSteps(update.values(), -quantisation.weightLog2(update.rowsLog2()));
            votes[i] = update.weight();
            total += votes[i];
        }
        Checks.require(total > 0, "An aggregate needs an update with a weight above 0", values.length);
        return new Votes(values, votes, total);
    }

    /** How many updates there are. */
    int count() {
        return values.length;
    }

    /** The values of update i in steps, within ±(2³¹ − 1). */
    int[] values(int i) {
        return values[i];
    }

    /** The vote of update i, 0 to 65,536. */
    long vote(int i) {
        return votes[i];
    }

    /** The sum of all votes: at most 2²⁸. */
    long total() {
        return total;
    }

    private static int[] inSteps(int[] q, int shift) {
        if (shift == 0) {
            return q;
        }
        int[] steps = new int[q.length];
        for (int j = 0; j < q.length; j++) {
            steps[j] = (int) Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, shifted(q[j], shift)));
        }
        return steps;
    }

    private static long shifted(int q, int shift) {
        // 32 bits moved by 31 fit; further, everything but 0 is cut off anyway.
        return (long) q << Math.min(shift, 31);
    }
}
