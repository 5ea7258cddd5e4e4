package org.fedfabric.protocol.roster;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.RosterMember.Counts;
import org.fedfabric.protocol.reputation.Reputation;
import org.fedfabric.protocol.task.ReputationRule;

/**
 * What a version in which a member was selected does to it. After k turns in a row without anything to judge (absent or
 * withheld) it rests for min(2^k, 16) versions; an update that judging found sound clears k, a rejected one leaves it. None of this is
 * disbelief (protocol.md §2), unless the task's rule weighs lateness.
 */
final class Turn {
    /** Longest rest, in versions; also 2 to the fourth, where doubling ends. */
    private static final int MAX_REST_VERSIONS = 16;

    private static final int MAX_REST_LOG2 = 4;

    private Turn() {}

    /**
     * A selected member after the version.
     *
     * @param version the version it was selected in
     * @param contributor its judged submission, or null if it submitted nothing
     */
    static RosterMember after(ReputationRule rule, RosterMember member, long version, Contributor contributor) {
        Counts counts = member.counts();
        int selected = counts.selected() + 1;
        if (contributor == null) {
            return missed(
                    member,
                    Reputation.missed(member.evidence(), rule),
                    version,
                    new Counts(
                            selected,
                            counts.included(),
                            counts.rejected(),
                            counts.unavailable(),
                            counts.absent() + 1,
                            counts.contributionMicros()));
        }
        Checks.present(contributor.verdict(), "verdict on " + contributor.id());
        // Whoever submitted paid, whatever the verdict.
        RosterMember charged = member.allotment() > 0 ? member.withAllotment(member.allotment() - 1) : member;
        Evidence evidence =
                Reputation.after(member.evidence(), contributor.verdict().outcome(), rule);
        return switch (contributor.verdict().outcome()) {
            case INCLUDED ->
                with(
                        charged,
                        evidence,
                        0,
                        member.restUntil(),
                        new Counts(
                                selected,
                                counts.included() + 1,
                                counts.rejected(),
                                counts.unavailable(),
                                counts.absent(),
                                sum(counts.contributionMicros(), contributor.contributionMicros())));
            case REJECTED ->
                with(
                        charged,
                        evidence,
                        member.absences(),
                        member.restUntil(),
                        new Counts(
                                selected,
                                counts.included(),
                                counts.rejected() + 1,
                                counts.unavailable(),
                                counts.absent(),
                                counts.contributionMicros()));
            case OUTVOTED ->
                with(
                        charged,
                        evidence,
                        0,
                        member.restUntil(),
                        new Counts(
                                selected,
                                counts.included(),
                                counts.rejected(),
                                counts.unavailable(),
                                counts.absent(),
                                sum(counts.contributionMicros(), contributor.contributionMicros())));
            case UNAVAILABLE ->
                missed(
                        charged,
                        evidence,
                        version,
                        new Counts(
                                selected,
                                counts.included(),
                                counts.rejected(),
                                counts.unavailable() + 1,
                                counts.absent(),
                                counts.contributionMicros()));
        };
    }

    private static Long sum(Long before, Long worth) {
        if (before == null || worth == null) {
            return before == null ? worth : before;
        }
        return Math.addExact(before, worth);
    }

    private static RosterMember missed(RosterMember member, Evidence evidence, long version, Counts counts) {
        int absences = member.absences() + 1;
        int rest = absences >= MAX_REST_LOG2 ? MAX_REST_VERSIONS : 1 << absences;
        return with(member, evidence, absences, version + 1 + rest, counts);
    }

    private static RosterMember with(
            RosterMember member, Evidence evidence, int absences, long restUntil, Counts counts) {
        return new RosterMember(
                member.id(),
                member.rowsLog2(),
                member.assessment(),
                evidence,
                member.baseRateMicros(),
                absences,
                restUntil,
                member.allotment(),
                member.left(),
                counts,
                member.dataType());
    }
}
