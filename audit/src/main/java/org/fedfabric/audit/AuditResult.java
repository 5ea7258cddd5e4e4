package org.fedfabric.audit;

import java.util.ArrayList;
import java.util.List;
import org.fedfabric.audit.chain.ChainReport;
import org.fedfabric.audit.finding.Finding;

/**
 * What an audit has come to.
 *
 * @param chain what the blocks prove
 * @param replay what executing the rules again proves
 * @param findings divergences of all kinds: of the evidence's container, of the chain, of the rules
 * @param seconds how long it took
 */
public record AuditResult(ChainReport chain, Replay.Outcome replay, List<Finding> findings, double seconds) {
    /** Takes a copy. */
    public AuditResult {
        findings = List.copyOf(findings);
    }

    /** How far everything could be confirmed. */
    public Confirmation confirmation() {
        if (!findings.isEmpty()) {
            return Confirmation.DIVERGES;
        }
        return replay.confirmation();
    }

    /** The same result with what was found in the container of the evidence. */
    public AuditResult withFindings(List<Finding> more) {
        List<Finding> all = new ArrayList<>(more);
        all.addAll(findings);
        return new AuditResult(chain, replay, all, seconds);
    }
}
