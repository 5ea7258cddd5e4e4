package org.fedfabric.protocol.roster;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.RosterMember.Counts;
import org.fedfabric.protocol.ledger.Verdict.Outcome;
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
        if (contributor == null) {
            return missed(
                    member, Reputation.missed(member.evidence(), rule), version, counted(member.counts(), null, null));
        }
        Checks.present(contributor.verdict(), "verdict on " + contributor.id());
        // Whoever submitted paid, whatever the verdict.
        RosterMember charged = member.allotment() > 0 ? member.withAllotment(member.allotment() - 1) : member;
        Outcome outcome = contributor.verdict().outcome();
        Evidence evidence = Reputation.after(member.evidence(), outcome, rule);
        Long worth = contributor.verdict().isSound() ? contributor.contributionMicros() : null;
        Counts counts = counted(member.counts(), outcome, worth);
        return switch (outcome) {
            case INCLUDED, OUTVOTED -> with(charged, evidence, 0, member.restUntil(), counts);
            case REJECTED -> with(charged, evidence, member.absences(), member.restUntil(), counts);
            case UNAVAILABLE -> missed(charged, evidence, version, counts);
        };
    }

    /**
     * One more selection.
     *
     * @param outcome what became of the update; null if there was none
     * @param worth its contribution; null if it has none
     */
    private static Counts counted(Counts before, Outcome outcome, Long worth) {
        return new Counts(
                before.selected() + 1,
                before.included() + (outcome == Outcome.INCLUDED ? 1 : 0),
                before.rejected() + (outcome == Outcome.REJECTED ? 1 : 0),
                before.unavailable() + (outcome == Outcome.UNAVAILABLE ? 1 : 0),
                before.absent() + (outcome == null ? 1 : 0),
                sum(before.contributionMicros(), worth));
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
