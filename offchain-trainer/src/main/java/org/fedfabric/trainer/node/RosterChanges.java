package org.fedfabric.trainer.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.ledger.Standing;

/**
 * What stands on members' own keys and not yet on the roster: the next Advance takes it over.
 *
 * @param joins ids to add, or whose allotment was topped up, sorted, at most 64
 * @param leaves ids to mark as left, sorted, at most 64
 */
record RosterChanges(List<String> joins, List<String> leaves) {
    /** As many as an Advance takes; the rest waits for the next. */
    private static final int MOST = 64;

    static final RosterChanges NONE = new RosterChanges(List.of(), List.of());

    static RosterChanges pending(FederationContract contract, String task) throws LedgerException {
        return of(contract.roster(task), contract.memberships(task));
    }

    static RosterChanges of(List<Standing> roster, List<Membership> memberships) {
        Map<String, RosterMember> byId = new TreeMap<>();
        roster.forEach(s -> byId.put(s.member().id(), s.member()));
        List<String> joins = new ArrayList<>();
        List<String> leaves = new ArrayList<>();
        for (Membership membership : memberships) {
            String id = membership.participantId();
            RosterMember member = byId.get(id);
            boolean onRoster = member != null && !member.left();
            if (membership.left() && onRoster) {
                leaves.add(id);
            } else if (!membership.left() && (!onRoster || paidAnew(member, membership))) {
                joins.add(id);
            }
        }
        return new RosterChanges(first(joins), first(leaves));
    }

    /** An allotment that changed otherwise than by the one submission of this version, which Advance counts itself. */
    private static boolean paidAnew(RosterMember member, Membership membership) {
        return membership.allotment() > member.allotment() || membership.allotment() < member.allotment() - 1;
    }

    /** Enterprises take turns: thousands of one that come and go would keep all others out. */
    private static List<String> first(List<String> ids) {
        Map<String, Integer> ranks = new TreeMap<>();
        Map<String, Integer> perEnterprise = new TreeMap<>();
        ids.stream().sorted().forEach(id -> ranks.put(id, perEnterprise.merge(Names.mspOf(id), 1, Integer::sum)));
        return ranks.keySet().stream()
                .sorted(Comparator.comparing((String id) -> ranks.get(id)).thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .sorted()
                .toList();
    }
}
