package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * One submission that a closed version counts with.
 *
 * @param id who submitted
 * @param cid address of the update's bytes
 * @param lengthBytes their length
 * @param rowsLog2 the registered bucket of rows, which gives the weight
 * @param weight a, share of the weight that quotas leave it, 0 to 65,536 = whole; absent until Advance
 * @param verdict what judging gave; absent until Advance
 * @param contributionMicros what an included update was worth to the next version ({@code ContributionRule}), in millionths
 *     of the task's metric, positive = it helped; absent where nothing was measured
 */
public record Contributor(
        String id,
        String cid,
        long lengthBytes,
        int rowsLog2,
        Integer weight,
        Verdict verdict,
        Long contributionMicros) {
    /** a₀: the whole weight. */
    public static final int WHOLE = 1 << 16;

    /** No two scores of any metric lie further apart than this: 1,000 nats. */
    public static final long MAX_CONTRIBUTION_MICROS = 1_000_000_000L;

    /** Checks the parts. */
    public Contributor {
        Names.requireParticipantId(id, "contributor");
        Checks.present(cid, "cid of an update");
        Checks.inRange(lengthBytes, 1, 1L << 28, "lengthBytes of an update");
        Checks.inRange(rowsLog2, 0, 40, "rowsLog2");
        if (weight != null) {
            Checks.inRange(weight, 0, WHOLE, "weight of a contributor");
        }
        if (contributionMicros != null) {
            Checks.inRange(contributionMicros, -MAX_CONTRIBUTION_MICROS, MAX_CONTRIBUTION_MICROS, "contributionMicros");
        }
    }

    /** A contributor whose worth is not measured. */
    public Contributor(String id, String cid, long lengthBytes, int rowsLog2, Integer weight, Verdict verdict) {
        this(id, cid, lengthBytes, rowsLog2, weight, verdict, null);
    }

    /** This contributor with what its update was worth. */
    public Contributor worth(Long micros) {
        return new Contributor(id, cid, lengthBytes, rowsLog2, weight, verdict, micros);
    }
}
