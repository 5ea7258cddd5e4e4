package org.fedfabric.protocol.task;

import org.fedfabric.protocol.model.ModelSpec;

/**
 * What one version may cost every endorser (protocol.md §1). The limits hold whatever joins later, because selection
 * never gives more places than {@link #maxUpdates}.
 */
public final class SpecLimits {
    /** Multiply-adds to judge one update: about 1.3 s of one core at 3 G/s, inside a 5 s fetch and an 8 s endorsement. */
    public static final long MULTIPLY_ADDS_PER_UPDATE = 4_000_000_000L;

    /**
     * Multiply-adds to judge all of a version's updates and to measure what they contributed: about 20 s of one core.
     */
    public static final long MULTIPLY_ADDS_PER_VERSION = 60_000_000_000L;

    /** Bytes of all of a version's updates: 256 MiB, what an endorser fetches and holds. */
    public static final long BYTES_PER_VERSION = 256L << 20;

    /** Most that a version record can list. */
    public static final int UPDATES_PER_VERSION = 4_096;

    /** Squared differences to compare every pair of a version's updates: about 5 s of one core. */
    public static final long DIFFERENCES_PER_VERSION = 4_000_000_000L;

    /**
     * Bytes that putting a version together may hold at once: five eighths of the 512 MiB heap that a chaincode has where
     * nobody sets another. What endorsers remember takes at most a quarter.
     */
    public static final long HELD_BYTES_PER_VERSION = 320L << 20;

    /** Of a pair's squared distance, which may exceed 64 bits: an object, its digits, and a reference from either side. */
    private static final long BYTES_PER_PAIR = 80;

    /** Base, sums, middles, centres, the next model and its encoding; FLTrust's training state instead of the middles. */
    private static final long BYTES_PER_PARAMETER = 40;

    /** How often a rule that votes goes over all values: in sorting 4,096 of them, or until a point has settled. */
    private static final int PASSES_PER_VOTE = 32;

    /** More than any header of an update takes; its longest names add up to less than 1 KiB. */
    private static final long HEADER_BYTES = 4_096;

    /** Updates that one is compared with at most. */
    public static final int COMPANIONS = 64;

    private SpecLimits() {}

    /** Multiply-adds to judge one update on the task's validation set: one forward pass, two if its opposite is tried. */
    public static long multiplyAddsPerUpdate(TaskSpec spec) {
        int passes = spec.check().rule().triesOpposite() ? 2 : 1;
        return Math.multiplyExact(
                spec.model().multiplyAdds(), (long) spec.validation().rows() * passes);
    }

    /**
     * Multiply-adds to judge a version's updates and, where the task asks for it, to measure what each contributed: a
     * partial sum and a forward pass over the validation set for every coalition.
     *
     * @param updates how many, 0 to 4,096
     */
    public static long multiplyAddsPerVersion(TaskSpec spec, int updates) {
        long judging = Math.multiplyExact(
                Math.addExact(multiplyAddsPerUpdate(spec), comparisons(spec, updates)), (long) updates);
        if (spec.contribution() == null) {
            return judging;
        }
        long passes = spec.aggregation().rule().isVote() ? PASSES_PER_VOTE : 1;
        long summing = Math.multiplyExact(spec.model().parameterCount() * passes, (long) updates);
        long scoring = Math.multiplyExact(
                spec.model().multiplyAdds(), (long) spec.validation().rows());
        return Math.addExact(
                judging, Math.multiplyExact(spec.contribution().coalitions(updates), Math.addExact(summing, scoring)));
    }

    /** Whether judging may try the opposite of each update as well. */
    public static boolean affordOpposite(ModelSpec model, int validationRows) {
        return Math.multiplyExact(model.multiplyAdds(), 2L * validationRows) <= MULTIPLY_ADDS_PER_UPDATE;
    }

    /** Multiply-adds to compare one update with others of its version. */
    private static long comparisons(TaskSpec spec, int updates) {
        return spec.check().rule().comparesUpdates()
                ? (long) Math.min(updates, COMPANIONS) * spec.model().parameterCount()
                : 0;
    }

    /** Bytes one dense update takes, generously. */
    public static long bytesPerUpdate(TaskSpec spec) {
        return 4L * spec.model().parameterCount() + HEADER_BYTES;
    }

    /** How many updates a version of this task may have at most, at least 0. */
    public static int maxUpdates(TaskSpec spec) {
        long byBytes = BYTES_PER_VERSION / bytesPerUpdate(spec);
        int fits = 0;
        // Work grows with the number of updates, so halving what is left finds the largest number that fits.
        for (int over = (int) Math.min(UPDATES_PER_VERSION, byBytes) + 1; over - fits > 1; ) {
            int tried = (fits + over) / 2;
            if (multiplyAddsPerVersion(spec, tried) <= MULTIPLY_ADDS_PER_VERSION
                    && differences(spec, tried) <= DIFFERENCES_PER_VERSION
                    && heldBytes(spec, tried) <= HELD_BYTES_PER_VERSION) {
                fits = tried;
            } else {
                over = tried;
            }
        }
        return fits;
    }

    /**
     * Bytes held at once to put so many updates together: their integers, once more in steps of whole weight for rules that
     * compare updates, what a rule keeps for each parameter, and the distances between all pairs for MULTI_KRUM.
     *
     * @param updates how many, 0 to 4,096
     */
    static long heldBytes(TaskSpec spec, int updates) {
        Aggregation.Rule rule = spec.aggregation().rule();
        long parameters = spec.model().parameterCount();
        long copies = rule.isVote() ? 2 : 1;
        long values = Math.multiplyExact(parameters, 4L * updates * copies + BYTES_PER_PARAMETER);
        long pairs = rule == Aggregation.Rule.MULTI_KRUM ? (long) updates * (updates - 1) / 2 : 0;
        return Math.addExact(values, pairs * BYTES_PER_PAIR);
    }

    /** Multiply-adds of the root update, forwards, backwards and for the gradient; 0 for rules without one. */
    static long multiplyAddsOfRoot(TaskSpec spec) {
        return spec.aggregation().rule() == Aggregation.Rule.FLTRUST
                ? Math.multiplyExact(
                        Math.multiplyExact(
                                spec.model().multiplyAdds(),
                                3L * spec.training().epochs()),
                        (long) spec.validation().rows())
                : 0;
    }

    /**
     * Squared differences that the aggregation rule computes between pairs of so many updates, for the version and for each
     * coalition whose model is scored.
     */
    static long differences(TaskSpec spec, int updates) {
        if (spec.aggregation().rule() != Aggregation.Rule.MULTI_KRUM) {
            return 0;
        }
        long pairs = (long) updates * (updates - 1) / 2;
        long models = spec.contribution() == null ? 1 : 1 + spec.contribution().coalitions(updates);
        return Math.multiplyExact(
                Math.multiplyExact(pairs, models), (long) spec.model().parameterCount());
    }
}
