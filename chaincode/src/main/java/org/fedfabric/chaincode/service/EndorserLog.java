package org.fedfabric.chaincode.service;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.fedfabric.chaincode.observing.EndorserObserver;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.telemetry.logs.Subject;

/** One log line for each update judged and each version put together. */
final class EndorserLog implements EndorserObserver {
    private static final Logger LOG = System.getLogger("org.fedfabric.chaincode");

    @Override
    public void called(String function, RefusalCode refusal, long nanos) {
        if (refusal != null) {
            // Anybody may cause as many as it likes, so they are counted (metrics) and not written by default.
            LOG.log(Level.DEBUG, "{0} was refused: {1} {2}", function, refusal.prefix(), refusal);
        }
    }

    @Override
    public void judged(String task, long version, String participantId, Verdict verdict) {
        LOG.log(
                Level.INFO,
                "{0}: the update of {1} is judged {2}{3}",
                Subject.of(task, version),
                participantId,
                verdict.outcome(),
                verdict.reason() == null ? "" : " (" + verdict.reason() + ")");
    }

    @Override
    public void composed(String task, long version, String cid, long included) {
        LOG.log(
                Level.INFO,
                "{0}: put together from {1} updates as {2}",
                Subject.of(task, version),
                Long.toString(included),
                cid);
    }
}
