package org.fedfabric.trainer.demo;

import java.util.List;
import org.fedfabric.trainer.ledger.LedgerConnections;
import org.fedfabric.trainer.ledger.LedgerCounters;
import org.fedfabric.trainer.report.ProgressStep;

/**
 * Invocations of the demo and of all its trainers.
 *
 * @param failed ended neither valid nor as an expected refusal, after retries
 * @param retried needed more than one try
 */
record Counters(long failed, long retried) {
    /** Name of the line that a trainer writes when it ends. */
    private static final String SUMMARY = "ended";

    static Counters of(List<LedgerConnections> connections, List<ProgressStep> steps) {
        long failed = 0;
        long retried = 0;
        for (LedgerConnections own : connections) {
            LedgerCounters.Snapshot snapshot = own.counters().snapshot();
            failed += snapshot.failed();
            retried += snapshot.retried();
        }
        for (ProgressStep step : steps) {
            if (step.step().equals(SUMMARY)) {
                failed += step.failed();
                retried += step.retried();
            }
        }
        return new Counters(failed, retried);
    }
}
