package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * What selection knows of a member. Written by Start and Advance only.
 *
 * @param id the participant
 * @param rowsLog2 its registered bucket of rows
 * @param assessment its self-assessment
 * @param evidence from verdicts in this task, and the prior
 * @param baseRateMicros expectation while nothing is known, at most 500,000: the smaller of one half and its
 *     enterprise's pooled expectation when it came
 * @param absences versions in a row in which it was selected and gave nothing that could be judged
 * @param restUntil first version in which it may be selected again
 * @param allotment submissions it has paid for and not yet used, as far as Start and Advance have seen; −1 where nothing
 *     is charged
 * @param left whether it has left or was suspended
 * @param counts what became of its selections
 * @param dataType the kind of its data; absent if its registration did not say
 */
public record RosterMember(
        String id,
        int rowsLog2,
        Assessment assessment,
        Evidence evidence,
        long baseRateMicros,
        int absences,
        long restUntil,
        long allotment,
        boolean left,
        Counts counts,
        String dataType) {
    /**
     * What became of a member's selections. Those that none of the counts names were outvoted.
     *
     * @param selected how often it was selected
     * @param included how many updates were included
     * @param rejected how many were rejected
     * @param unavailable how many could not be fetched
     * @param absent how often it submitted nothing
     * @param contributionMicros the sum of what its included updates were worth, in millionths of the task's metric; absent
     *     while none was measured
     */
    public record Counts(
            int selected, int included, int rejected, int unavailable, int absent, Long contributionMicros) {
        /** A newcomer's. */
        public static final Counts ZERO = new Counts(0, 0, 0, 0, 0);

        /** A task has at most 100,000 versions; exact in every JSON reader. */
        private static final long MAX_SUM_MICROS = 100_000 * Contributor.MAX_CONTRIBUTION_MICROS;

        /** Checks the ranges. */
        public Counts {
            // A task has at most 100,000 versions.
            Checks.inRange(selected, 0, 1_000_000, "selected");
            Checks.inRange(included, 0, 1_000_000, "included");
            Checks.inRange(rejected, 0, 1_000_000, "rejected");
            Checks.inRange(unavailable, 0, 1_000_000, "unavailable");
            Checks.inRange(absent, 0, 1_000_000, "absent");
            if (contributionMicros != null) {
                Checks.inRange(contributionMicros, -MAX_SUM_MICROS, MAX_SUM_MICROS, "contributionMicros of a member");
            }
        }

        /** Counts of a member whose worth was never measured. */
        public Counts(int selected, int included, int rejected, int unavailable, int absent) {
            this(selected, included, rejected, unavailable, absent, null);
        }

        /** How many sound updates the aggregation rule left out. */
        public int outvoted() {
            return selected - included - rejected - unavailable - absent;
        }
    }

    /** Checks the parts. */
    public RosterMember {
        Names.requireParticipantId(id, "participant id");
        Checks.inRange(rowsLog2, 0, 40, "rowsLog2");
        Checks.present(assessment, "assessment");
        Checks.present(evidence, "evidence");
        Checks.inRange(baseRateMicros, 0, 500_000, "baseRateMicros");
        Checks.inRange(absences, 0, 1_000_000, "absences");
        Checks.inRange(restUntil, 0, 1L << 40, "restUntil");
        Checks.inRange(allotment, Membership.UNCHARGED, 1L << 40, "allotment");
        Checks.present(counts, "counts");
        if (dataType != null) {
            Names.requireId(dataType, "dataType");
        }
    }

    /** A member with data of a kind that nobody said. */
    public RosterMember(
            String id,
            int rowsLog2,
            Assessment assessment,
            Evidence evidence,
            long baseRateMicros,
            int absences,
            long restUntil,
            long allotment,
            boolean left,
            Counts counts) {
        this(id, rowsLog2, assessment, evidence, baseRateMicros, absences, restUntil, allotment, left, counts, null);
    }

    /** This member with another allotment. */
    public RosterMember withAllotment(long submissions) {
        return new RosterMember(
                id,
                rowsLog2,
                assessment,
                evidence,
                baseRateMicros,
                absences,
                restUntil,
                submissions,
                left,
                counts,
                dataType);
    }
}
