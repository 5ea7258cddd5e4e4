package org.fedfabric.protocol.aggregation;

import java.util.Arrays;
import java.util.List;
import org.fedfabric.protocol.task.TaskSpec;

/** Rules that look at one coordinate at a time: its values in order, each with its vote. */
abstract class CoordinateWise implements AggregationRule {
    /** Room for the number of an update beside its value: a version has at most 4,096. */
    private static final int PLACE_BITS = 12;

    private final TaskSpec spec;

    CoordinateWise(TaskSpec spec) {
        this.spec = spec;
    }

    /**
     * The middle of one coordinate, times {@link #divisor}.
     *
     * @param ordered values, lowest first
     * @param votes the vote of each
     * @param total the sum of the votes
     */
    abstract long middle(int[] ordered, long[] votes, long total);

    /** What {@link #middle} is multiplied with. */
    abstract long divisor(Votes votes);

    @Override
    public final Aggregate next(float[] base, List<WeightedUpdate> updates) {
        Votes votes = Votes.of(spec, base.length, updates);
        double divisor = divisor(votes) * spec.quantisation().scale();
        return Aggregate.ofAll(Quotients.added(base, middles(votes, base.length), divisor), updates.size());
    }

    /** The middle of every coordinate, times {@link #divisor}. */
    final long[] middles(Votes votes, int length) {
        int n = votes.count();
        long[] places = new long[n];
        int[] ordered = new int[n];
        long[] voted = new long[n];
        long[] middles = new long[length];
        for (int j = 0; j < length; j++) {
            for (int i = 0; i < n; i++) {
                places[i] = (long) votes.values(i)[j] << PLACE_BITS | i;
            }
            Arrays.sort(places);
            for (int k = 0; k < n; k++) {
                ordered[k] = (int) (places[k] >> PLACE_BITS);
                voted[k] = votes.vote((int) places[k] & (1 << PLACE_BITS) - 1);
            }
            middles[j] = middle(ordered, voted, votes.total());
        }
        return middles;
    }
}
