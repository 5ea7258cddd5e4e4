package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * A participant's part in a task. Join, Leave, TopUp, Submit and Release write this key and no other of the member's, so
 * members never collide.
 *
 * @param schema version of this record's form, 1
 * @param task the task
 * @param participantId who joined
 * @param specDigest the terms it agreed to
 * @param lineage the data it trains on
 * @param rowsLog2 the data's registered bucket at Join
 * @param assessment the data's self-assessment at Join
 * @param beaconTip current tip of its hash chain: the next submission reveals its preimage (SHA-256)
 * @param prior evidence brought along from earlier tasks, discounted
 * @param allotment submissions it has paid for and not yet used; −1 where nothing is charged
 * @param left whether it has left
 * @param dataType the kind of its data at Join; absent if its registration did not say
 */
public record Membership(
        int schema,
        String task,
        String participantId,
        String specDigest,
        String lineage,
        int rowsLog2,
        Assessment assessment,
        String beaconTip,
        Evidence prior,
        long allotment,
        boolean left,
        String dataType) {
    /** The allotment where the task charges nothing. */
    public static final long UNCHARGED = -1;

    /** Checks the parts. */
    public Membership {
        Checks.inRange(schema, 1, 1, "schema of a membership");
        Names.requireId(task, "task");
        Names.requireParticipantId(participantId, "participant id");
        Names.requireDigest(specDigest, "specDigest");
        Names.requireId(lineage, "lineage");
        Checks.inRange(rowsLog2, 0, 40, "rowsLog2");
        Checks.present(assessment, "assessment");
        Names.requireDigest(beaconTip, "beaconTip");
        Checks.present(prior, "prior");
        Checks.inRange(allotment, UNCHARGED, 1L << 40, "allotment");
        if (dataType != null) {
            Names.requireId(dataType, "dataType");
        }
    }

    /** A membership with data of a kind that nobody said. */
    public Membership(
            int schema,
            String task,
            String participantId,
            String specDigest,
            String lineage,
            int rowsLog2,
            Assessment assessment,
            String beaconTip,
            Evidence prior,
            long allotment,
            boolean left) {
        this(
                schema,
                task,
                participantId,
                specDigest,
                lineage,
                rowsLog2,
                assessment,
                beaconTip,
                prior,
                allotment,
                left,
                null);
    }

    /** This membership with the chain's next tip. */
    public Membership revealed(String preimage) {
        return with(preimage, allotment, left);
    }

    /** This membership with another allotment. */
    public Membership withAllotment(long submissions) {
        return with(beaconTip, submissions, left);
    }

    /** This membership once its participant has left. */
    public Membership ended() {
        return with(beaconTip, allotment, true);
    }

    private Membership with(String tip, long submissions, boolean gone) {
        return new Membership(
                schema,
                task,
                participantId,
                specDigest,
                lineage,
                rowsLog2,
                assessment,
                tip,
                prior,
                submissions,
                gone,
                dataType);
    }
}
