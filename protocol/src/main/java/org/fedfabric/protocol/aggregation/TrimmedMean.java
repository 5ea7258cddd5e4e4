package org.fedfabric.protocol.aggregation;

import org.fedfabric.protocol.task.TaskSpec;

/**
 * The mean of the middle third of the votes of each coordinate (Yin, Chen, Kannan, Bartlett 2018, definition 2, with
 * β = 1/3): a third of the votes is cut off at each end, a vote in part where the cut goes through it. A third is what one
 * enterprise may have, so whatever one does, or several with no more votes together, every coordinate of the result lies
 * between values of the others.
 *
 * <p>Quotas round votes down, so an enterprise may have a third and a few units of 1/65,536; one unit more for each update
 * is cut off at each end to cover that.
 */
final class TrimmedMean extends CoordinateWise {
    TrimmedMean(TaskSpec spec) {
        super(spec);
    }

    @Override
    long divisor(Votes votes) {
        long kept = votes.total() - 2 * cut(votes.total(), votes.count());
        if (kept <= 0) {
            throw new IllegalArgumentException("Votes must leave something when a third is cut off at each end. "
                    + "Provided value: " + votes.total() + " units of " + votes.count() + " updates");
        }
        return kept;
    }

    @Override
    long middle(int[] ordered, long[] votes, long total) {
        long cut = cut(total, votes.length);
        long end = total - cut;
        long sum = 0;
        long below = 0;
        for (int k = 0; k < votes.length && below < end; k++) {
            long kept = Math.min(below + votes[k], end) - Math.max(below, cut);
            if (kept > 0) {
                // At most 2²⁸ votes of values within 2³¹.
                sum += kept * ordered[k];
            }
            below += votes[k];
        }
        return sum;
    }

    private static long cut(long total, int updates) {
        return (total + 2) / 3 + updates;
    }
}
