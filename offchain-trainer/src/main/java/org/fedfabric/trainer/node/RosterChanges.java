package org.fedfabric.trainer.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.ledger.Standing;

/**
 * What stands on members' own keys and not yet on the roster: the next Advance takes it over.
 *
 * @param joins ids to add, sorted, at most 64
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
        Map<String, Boolean> leftById = new TreeMap<>();
        roster.forEach(s -> leftById.put(s.member().id(), s.member().left()));
        List<String> joins = new ArrayList<>();
        List<String> leaves = new ArrayList<>();
        for (Membership membership : memberships) {
            String id = membership.participantId();
            boolean onRoster = Boolean.FALSE.equals(leftById.get(id));
            if (membership.left() && onRoster) {
                leaves.add(id);
            } else if (!membership.left() && !onRoster) {
                joins.add(id);
            }
        }
        return new RosterChanges(first(joins), first(leaves));
    }

    private static List<String> first(List<String> ids) {
        return ids.stream().sorted().limit(MOST).toList();
    }
}
