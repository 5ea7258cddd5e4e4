package org.fedfabric.chaincode;

import java.time.Duration;
import org.fedfabric.chaincode.judging.EndorserClock;

/** Clocks that stand until they are moved. */
final class TestClock implements EndorserClock {
    volatile long epochMillis = TestChannel.START_MILLIS;
    private volatile long nanos;

    /** Lets time pass on both clocks. */
    void pass(Duration time) {
        epochMillis += time.toMillis();
        nanos += time.toNanos();
    }

    @Override
    public long epochMillis() {
        return epochMillis;
    }

    @Override
    public long monotonicNanos() {
        return nanos;
    }
}
