package org.fedfabric.chaincode.contract;

import java.util.List;
import java.util.Optional;
import org.fedfabric.chaincode.ledger.Ledger;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;

/** The joins and leaves that Admit, Start and Advance take over into the roster: just the keys they name are read. */
final class Rosters {
    private Rosters() {}

    /** The memberships of those to add: they must have joined, not left, and not be suspended. */
    static List<Membership> standing(Ledger ledger, String task, List<String> ids) {
        return ids.stream().map(id -> standing(ledger, task, id)).toList();
    }

    /** Checks that those to take out have left or are suspended. */
    static void requireGone(Ledger ledger, String task, List<String> ids) {
        for (String id : ids) {
            boolean left = ledger.membership(task, id).map(Membership::left).orElse(false);
            if (!left && !Find.participant(ledger, id).suspended()) {
                throw mismatch("A leave must be of somebody who has left or is suspended", id);
            }
        }
    }

    /** Writes the pages that differ from those on the ledger; the others stay unwritten. */
    static void putChanged(Ledger ledger, List<RosterPage> before, List<RosterPage> after) {
        for (int i = 0; i < after.size(); i++) {
            if (i >= before.size() || !after.get(i).equals(before.get(i))) {
                ledger.put(after.get(i));
            }
        }
    }

    private static Membership standing(Ledger ledger, String task, String id) {
        Optional<Membership> membership = ledger.membership(task, id);
        if (membership.isEmpty() || membership.get().left()) {
            throw mismatch("A join must be of somebody who has joined " + task + " and not left", id);
        }
        if (Find.participant(ledger, id).suspended()) {
            throw mismatch("A join must be of somebody who is not suspended", id);
        }
        return membership.get();
    }

    private static RefusalException mismatch(String mustHold, String id) {
        return new RefusalException(RefusalCode.ROSTER_MISMATCH, mustHold + ". Provided value: " + id);
    }
}
