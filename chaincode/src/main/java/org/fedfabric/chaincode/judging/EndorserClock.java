package org.fedfabric.chaincode.judging;

/** This endorser's own clocks. They never reach a result: they only decide whether it endorses. */
public interface EndorserClock {
    /** Milliseconds since 1970, to compare with a transaction's timestamp. */
    long epochMillis();

    /** A clock that only runs forward, in nanoseconds from anywhere, for waiting and for ages. */
    long monotonicNanos();

    /** The machine's clocks. */
    static EndorserClock system() {
        return new EndorserClock() {
            @Override
            public long epochMillis() {
                return System.currentTimeMillis();
            }

            @Override
            public long monotonicNanos() {
                return System.nanoTime();
            }
        };
    }
}
