package org.fedfabric.protocol.round;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.Transitions;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.task.Schedule;

/** Decides {@code round:Close} of synchronous tasks. */
final class Closing {
    private Closing() {}

    static CloseDecision decide(
            Schedule schedule,
            VersionRecord head,
            List<UpdateRecord> submissions,
            List<RosterMember> members,
            long nowMillis) {
        Transitions.require(head.state(), VersionState.CLOSED);
        List<Contributor> contributors = contributors(head, submissions, members);
        boolean hasQuorum = contributors.size() >= schedule.quorum();
        long earliest = head.deadlineMillis() + VersionRules.SKEW_MILLIS;
        if (hasQuorum && (contributors.size() == head.selected().size() || nowMillis >= earliest)) {
            return new CloseDecision.Close(head.closed(nowMillis, contributors));
        }
        if (nowMillis < earliest) {
            return new CloseDecision.TooEarly(earliest);
        }
        long durationMillis = schedule.durationSeconds() * 1_000L;
        if (nowMillis >= earliest + durationMillis) {
            // Any aggregator could have closed in all that time, so nothing could commit: not the members' fault.
            return new CloseDecision.Extend(head.postponed(nowMillis + durationMillis));
        }
        if (head.extensions() < schedule.maxExtensions()) {
            return new CloseDecision.Extend(head.extended(head.deadlineMillis() + durationMillis));
        }
        return new CloseDecision.Stop(
                head.in(Transitions.require(head.state(), VersionState.FINAL), head.contributors()));
    }

    private static List<Contributor> contributors(
            VersionRecord head, List<UpdateRecord> submissions, List<RosterMember> members) {
        Map<String, UpdateRecord> byId = new TreeMap<>();
        for (UpdateRecord submission : submissions) {
            Checks.require(
                    submission.task().equals(head.task()) && submission.base() == head.version(),
                    "A submission must be for version " + head.version() + " of " + head.task(),
                    submission.task() + ", " + submission.base());
            byId.put(submission.participantId(), submission);
        }
        Map<String, Integer> rows = new TreeMap<>();
        members.forEach(member -> rows.put(member.id(), member.rowsLog2()));
        return head.selected().stream()
                .filter(byId::containsKey)
                .sorted()
                .map(id -> new Contributor(
                        id,
                        byId.get(id).submission().cid(),
                        byId.get(id).submission().lengthBytes(),
                        Checks.present(rows.get(id), "roster entry of " + id),
                        null,
                        null))
                .toList();
    }
}
