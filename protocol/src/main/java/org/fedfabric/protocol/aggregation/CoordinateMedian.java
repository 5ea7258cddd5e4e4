package org.fedfabric.protocol.aggregation;

import org.fedfabric.protocol.task.TaskSpec;

/**
 * The median of each coordinate (Yin, Chen, Kannan, Bartlett 2018, definition 1), by votes: the value at which the votes
 * from below reach half, or the mean of two values between which they are halved exactly. As long as the bad updates have
 * less than half of the votes, every coordinate of the result lies between values of good ones.
 */
final class CoordinateMedian extends CoordinateWise {
    CoordinateMedian(TaskSpec spec) {
        super(spec);
    }

    @Override
    long divisor(Votes votes) {
        return 2;
    }

    @Override
    long middle(int[] ordered, long[] votes, long total) {
        long below = 0;
        int k = 0;
        while (2 * (below + votes[k]) < total) {
            below += votes[k++];
        }
        if (2 * (below + votes[k]) > total) {
            return 2L * ordered[k];
        }
        int upper = k + 1;
        while (votes[upper] == 0) {
            upper++;
        }
        return (long) ordered[k] + ordered[upper];
    }
}
