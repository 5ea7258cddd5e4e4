package org.fedfabric.trainer.federation;

import java.time.Duration;
import java.time.Instant;
import org.fedfabric.chaincode.judging.EndorserClock;

/** The time as endorsers see it: the machine's, moved forward by a test that would otherwise have to wait. */
final class MovableClock implements EndorserClock {
    private volatile Duration ahead = Duration.ZERO;

    /** Lets time pass. */
    void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    Instant now() {
        return Instant.now().plus(ahead);
    }

    @Override
    public long epochMillis() {
        return now().toEpochMilli();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime() + ahead.toNanos();
    }
}
