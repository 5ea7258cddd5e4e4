package org.fedfabric.audit.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fedfabric.audit.Confirmation;
import org.fedfabric.audit.VersionLine;
import org.fedfabric.audit.chain.LedgerTransaction;
import org.fedfabric.audit.chain.StateWrite;
import org.fedfabric.chaincode.FabricKeys;
import org.fedfabric.chaincode.ledger.StateKey;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.reputation.Reputation;
import org.fedfabric.protocol.task.ReputationRule;

/** The versions of the audited tasks, in the order in which the chain begins them. */
final class Versions {
    private final ReplayState state;
    private final AuditContent content;
    private final Map<String, VersionTally> tallies = new LinkedHashMap<>();

    Versions(ReplayState state, AuditContent content) {
        this.state = state;
        this.content = content;
    }

    /** The tally of a version. */
    VersionTally of(String task, long version) {
        return tallies.computeIfAbsent(task + " " + version, key -> new VersionTally(task, version));
    }

    /**
     * Takes over a transaction's writes, which led to a version.
     *
     * @param confirmation what checking it came to
     */
    void committed(LedgerTransaction transaction, String task, long version, Confirmation confirmation) {
        VersionTally tally = of(task, version);
        tally.confirm(confirmation);
        boolean publishes = transaction.function().equals(Calls.START)
                || transaction.function().equals(Calls.ADVANCE);
        int changed = state.record(StateKey.task(task), TaskRecord.class)
                .filter(before -> publishes)
                .map(before -> reputationsChanged(transaction, before.spec().reputation()))
                .orElse(0);
        state.apply(transaction);
        Optional<TaskRecord> record = state.record(StateKey.task(task), TaskRecord.class);
        if (publishes && record.isPresent()) {
            VersionRecord judged = version == 0
                    ? null
                    : state.record(StateKey.version(task, version - 1), VersionRecord.class)
                            .orElse(null);
            written(transaction, task, version)
                    .ifPresent(next -> tally.published(transaction, record.get(), judged, next, changed, content));
        }
        if (transaction.function().equals(Calls.SUBMIT)
                && !transaction.writes().isEmpty()
                && record.isPresent()
                && record.get().spec().isProtected()) {
            tally.charge();
        }
    }

    /** The record of a version that a transaction wrote. */
    static Optional<VersionRecord> written(LedgerTransaction transaction, String task, long version) {
        String key = FabricKeys.text(StateKey.version(task, version));
        return transaction.writes().stream()
                .filter(write -> write.key().equals(key) && write.value() != null)
                .findFirst()
                .flatMap(write -> ReplayState.read(write.value(), VersionRecord.class));
    }

    /** What there is to say of each. */
    List<VersionLine> lines() {
        return tallies.values().stream()
                .filter(VersionTally::isLine)
                .map(VersionTally::line)
                .toList();
    }

    private int reputationsChanged(LedgerTransaction transaction, ReputationRule rule) {
        int changed = 0;
        for (StateWrite write : transaction.writes()) {
            if (write.value() == null || state.bytes(write.key()) == null) {
                continue;
            }
            Map<String, Long> before = expectations(state.bytes(write.key()), rule);
            Map<String, Long> after = expectations(write.value(), rule);
            changed += (int) before.entrySet().stream()
                    .filter(member -> !member.getValue().equals(after.get(member.getKey())))
                    .count();
        }
        return changed;
    }

    /** Expectations by member; none if the bytes are no page of a roster. */
    private static Map<String, Long> expectations(byte[] page, ReputationRule rule) {
        return ReplayState.read(page, RosterPage.class)
                .map(roster -> roster.members().stream()
                        .collect(Collectors.toMap(
                                RosterMember::id, member -> Reputation.expectationMicros(rule, member), (a, b) -> a)))
                .orElse(Map.of());
    }
}
