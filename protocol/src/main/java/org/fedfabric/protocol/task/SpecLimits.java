package org.fedfabric.protocol.task;

/**
 * What one version may cost every endorser (protocol.md §1). The limits hold whatever joins later, because selection
 * never gives more places than {@link #maxUpdates}.
 */
public final class SpecLimits {
    /** Multiply-adds to judge one update: about 1.3 s of one core at 3 G/s, inside a 5 s fetch and an 8 s endorsement. */
    public static final long MULTIPLY_ADDS_PER_UPDATE = 4_000_000_000L;

    /** Multiply-adds to judge all of a version's updates: about 20 s of one core. */
    public static final long MULTIPLY_ADDS_PER_VERSION = 60_000_000_000L;

    /** Bytes of all of a version's updates: 256 MiB, what an endorser fetches and holds. */
    public static final long BYTES_PER_VERSION = 256L << 20;

    /** Most that a version record can list. */
    public static final int UPDATES_PER_VERSION = 4_096;

    /** More than any header of an update takes; its longest names add up to less than 1 KiB. */
    private static final long HEADER_BYTES = 4_096;

    private SpecLimits() {}

    /** Multiply-adds to judge one update on the task's validation set: one forward pass, two if it is mirrored. */
    public static long multiplyAddsPerUpdate(TaskSpec spec) {
        int passes = spec.check().rule() == UpdateCheck.Rule.MIRRORED ? 2 : 1;
        return Math.multiplyExact(
                spec.model().multiplyAdds(), (long) spec.validation().rows() * passes);
    }

    /** Bytes one dense update takes, generously. */
    public static long bytesPerUpdate(TaskSpec spec) {
        return 4L * spec.model().parameterCount() + HEADER_BYTES;
    }

    /** How many updates a version of this task may have at most, at least 0. */
    public static int maxUpdates(TaskSpec spec) {
        long byWork = MULTIPLY_ADDS_PER_VERSION / Math.max(1, multiplyAddsPerUpdate(spec));
        long byBytes = BYTES_PER_VERSION / bytesPerUpdate(spec);
        return (int) Math.min(UPDATES_PER_VERSION, Math.min(byWork, byBytes));
    }
}
