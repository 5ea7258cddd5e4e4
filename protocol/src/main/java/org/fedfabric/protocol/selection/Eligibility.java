package org.fedfabric.protocol.selection;

import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.reputation.Reputation;
import org.fedfabric.protocol.task.TaskSpec;

/** Whether a member is a candidate for a version's places, or why not (protocol.md §4). */
public enum Eligibility {
    /** A candidate. */
    ELIGIBLE,
    /** It has left or is suspended. */
    LEFT,
    /** Its allotment is used up, so its submission would be refused. */
    UNPAID,
    /** Too little is expected of it. */
    BELOW_MINIMUM,
    /** It sits versions out, after absences or because it has just come; a candidate where the others are too few. */
    RESTING;

    /** Where a member of a task's roster stands in a version. */
    public static Eligibility of(TaskSpec spec, RosterMember member, long version) {
        if (member.left()) {
            return LEFT;
        }
        if (member.allotment() == 0) {
            return UNPAID;
        }
        if (Reputation.expectationMicros(spec.reputation(), member)
                < spec.selection().minReputationMicros()) {
            return BELOW_MINIMUM;
        }
        return member.restUntil() > version ? RESTING : ELIGIBLE;
    }
}
