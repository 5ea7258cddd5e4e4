package org.fedfabric.trainer.ledger;

import java.util.concurrent.atomic.LongAdder;

/** What became of a process's submissions; written by clients, read by reports. */
public final class LedgerCounters {
    private final LongAdder committed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder retried = new LongAdder();

    LedgerCounters() {}

    /**
     * The counts so far.
     *
     * @param committed submissions that ended as valid transactions
     * @param refused submissions that the rules refused
     * @param failed submissions that ended neither way
     * @param retried submissions that took more than one proposal or were handed over more than once
     */
    public record Snapshot(long committed, long refused, long failed, long retried) {}

    /** Reads the counts. */
    public Snapshot snapshot() {
        return new Snapshot(committed.sum(), refused.sum(), failed.sum(), retried.sum());
    }

    void committed() {
        committed.increment();
    }

    void refused() {
        refused.increment();
    }

    void failed() {
        failed.increment();
    }

    void retried() {
        retried.increment();
    }
}
