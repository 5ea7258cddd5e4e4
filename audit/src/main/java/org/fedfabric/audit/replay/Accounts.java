package org.fedfabric.audit.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fedfabric.audit.AccountLine;
import org.fedfabric.audit.Confirmation;
import org.fedfabric.chaincode.FabricKeys;
import org.fedfabric.chaincode.ledger.StateKey;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.DataAccount;
import org.fedfabric.protocol.ledger.Membership;

/** Data accounts: how far what was charged to them is confirmed, and by how many submissions of the task. */
final class Accounts {
    /** What the keys of all accounts begin with. */
    static final String PREFIX = FabricKeys.text(new StateKey(StateKey.Kind.ACCOUNT, List.of()));

    private final Map<String, Confirmation> confirmations = new TreeMap<>();
    private final Map<String, Long> submissions = new TreeMap<>();
    private final TreeSet<String> paying = new TreeSet<>();

    /** A transaction that wrote this account, or should have, came to this. */
    void confirm(String key, Confirmation confirmation) {
        confirmations.merge(key, confirmation, Confirmation::and);
    }

    /** A member of the task pays from its account. */
    void pays(Membership member) {
        paying.add(key(member));
    }

    /** A submission of the task was paid for by this member's account. */
    void submitted(Membership member, Confirmation confirmation) {
        String key = key(member);
        paying.add(key);
        submissions.merge(key, 1L, Long::sum);
        confirm(key, confirmation);
    }

    /** The accounts that pay for the task, as they stand at the end. */
    List<AccountLine> lines(ReplayState state) {
        List<AccountLine> lines = new ArrayList<>();
        for (String key : paying) {
            Optional<DataAccount> account =
                    Optional.ofNullable(state.bytes(key)).flatMap(bytes -> ReplayState.read(bytes, DataAccount.class));
            account.ifPresent(found -> lines.add(new AccountLine(
                    found.mspId(),
                    found.registration().lineage(),
                    confirmations.getOrDefault(key, Confirmation.OK),
                    found.budget().epsilonMicros(),
                    found.registration().epsilonCapMicros(),
                    found.registration().deltaPerBillion(),
                    found.unprotected(),
                    submissions.getOrDefault(key, 0L))));
        }
        return lines;
    }

    private static String key(Membership member) {
        return FabricKeys.text(StateKey.account(Names.mspOf(member.participantId()), member.lineage()));
    }
}
