package org.fedfabric.experiments.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.reputation.Reputation;
import org.fedfabric.protocol.roster.RosterRules;
import org.fedfabric.protocol.task.TaskSpec;

/** How each participant fared, by the ledger's own rules from the versions on the ledger. */
final class Standings {
    private Standings() {}

    /**
     * One line a participant, by id.
     *
     * @param memberships all members'
     * @param versions all versions, in order
     */
    static List<RunResult.Participation> of(
            TaskSpec spec,
            List<Membership> memberships,
            List<VersionRecord> versions,
            Cast cast,
            RunData data,
            Federation federation) {
        // Whitewashers join and leave as they did in the run, by the same rule.
        Map<String, Membership> byId = new TreeMap<>();
        memberships.forEach(membership -> byId.put(membership.participantId(), whole(membership)));
        List<String> renewed = cast.renewed().stream().map(Member::id).toList();
        List<RosterPage> pages = RosterRules.admit(
                spec,
                List.of(),
                byId.values().stream()
                        .filter(membership -> !renewed.contains(membership.participantId()))
                        .toList());
        Set<String> roster = new TreeSet<>();
        Map<String, List<Double>> expectations = new TreeMap<>();
        memberships.forEach(membership -> expectations.put(membership.participantId(), new ArrayList<>()));
        for (VersionRecord version : versions) {
            if (version.state() == VersionState.PUBLISHED) {
                SortedMap<String, String> changes = version.version() == 0
                        ? Collections.emptySortedMap()
                        : cast.renewing(versions.get((int) version.version() - 1), roster);
                roster.addAll(changes.values());
                pages = RosterRules.advance(
                        spec,
                        pages,
                        version,
                        changes.values().stream().sorted().map(byId::get).toList(),
                        List.copyOf(changes.keySet()));
                for (RosterMember member : RosterRules.members(pages)) {
                    if (isJudged(version, member.id())) {
                        expectations.get(member.id()).add(expectation(spec, member));
                    }
                }
            }
        }
        return RosterRules.members(pages).stream()
                .map(member -> new RunResult.Participation(
                        member.id(),
                        cast.isAttacker(member.id()),
                        data.parts()
                                .get(federation.member(member.id()).place())
                                .rows()
                                .rows(),
                        member.counts().selected(),
                        member.counts().included(),
                        member.counts().rejected(),
                        expectation(spec, member),
                        List.copyOf(expectations.get(member.id())),
                        contribution(member.counts())))
                .sorted(Comparator.comparing(RunResult.Participation::id))
                .toList();
    }

    /** As it stood when it joined: whoever has left since was there. */
    private static Membership whole(Membership membership) {
        return new Membership(
                membership.schema(),
                membership.task(),
                membership.participantId(),
                membership.specDigest(),
                membership.lineage(),
                membership.rowsLog2(),
                membership.assessment(),
                membership.beaconTip(),
                membership.prior(),
                membership.allotment(),
                false);
    }

    /** Null in tasks that measure nobody's. */
    private static Double contribution(RosterMember.Counts counts) {
        return counts.contributionMicros() == null ? null : Double.valueOf(counts.contributionMicros() / 1e6);
    }

    private static boolean isJudged(VersionRecord version, String id) {
        return version.contributors().stream()
                .anyMatch(contributor -> contributor.id().equals(id));
    }

    private static double expectation(TaskSpec spec, RosterMember member) {
        return Reputation.expectationMicros(spec.reputation(), member) / 1e6;
    }
}
