package org.fedfabric.audit.replay;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.fedfabric.audit.Replay;
import org.fedfabric.audit.chain.ChaincodeEvent;
import org.fedfabric.audit.chain.Endorser;
import org.fedfabric.audit.chain.LedgerTransaction;
import org.fedfabric.audit.chain.StateRead;
import org.fedfabric.audit.chain.StateVersion;
import org.fedfabric.audit.chain.StateWrite;
import org.fedfabric.audit.chain.TransactionStatus;
import org.fedfabric.chaincode.RecordedFederation;
import org.fedfabric.chaincode.RecordedFederation.Recorded;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.ledger.UpdateRecord;

/** The transactions of a recorded federation as a chain hands them on, one in each block, and what forgers make of them. */
final class Chain {
    private final List<LedgerTransaction> transactions = new ArrayList<>();
    private final List<Identity> identities = new ArrayList<>();

    private Chain() {}

    static Chain of(RecordedFederation federation) {
        Chain chain = new Chain();
        for (Recorded recorded : federation.transactions()) {
            chain.add(recorded);
        }
        return chain;
    }

    /** The last transaction that calls a function. */
    LedgerTransaction last(String function) {
        return transactions.stream()
                .filter(transaction -> transaction.function().equals(function))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** The same chain with the last call of a function forged. */
    Chain forged(String function, UnaryOperator<Forgery> forgery) {
        return forged(last(function), forgery);
    }

    /** The same chain with one transaction forged. */
    Chain forged(LedgerTransaction victim, UnaryOperator<Forgery> forgery) {
        Chain other = new Chain();
        other.identities.addAll(identities);
        transactions.forEach(transaction -> other.transactions.add(
                transaction == victim ? forgery.apply(Forgery.of(transaction)).done() : transaction));
        return other;
    }

    /** The same chain with a transaction moved behind another. */
    Chain moved(LedgerTransaction which, LedgerTransaction behind) {
        Chain other = new Chain();
        other.identities.addAll(identities);
        other.transactions.addAll(transactions);
        other.transactions.remove(which);
        other.transactions.add(other.transactions.indexOf(behind) + 1, which);
        return other;
    }

    /** The address that a participant committed to for its update to a version. */
    String submitted(String participant, long base) {
        return transactions.stream()
                .filter(transaction -> transaction.function().equals(Calls.SUBMIT))
                .flatMap(transaction -> transaction.writes().stream())
                .flatMap(write -> ReplayState.read(write.value(), UpdateRecord.class).stream())
                .filter(update -> update.participantId().equals(participant) && update.base() == base)
                .findFirst()
                .orElseThrow()
                .submission()
                .cid();
    }

    /** What the replay of a task comes to. */
    Replay.Outcome replay(String task, ContentStore store) {
        Replay replay =
                RulesReplay.begin("fedfabric", task, store, transaction -> identities.get((int) transaction.block()));
        transactions.forEach(replay::transaction);
        return replay.outcome();
    }

    private void add(Recorded recorded) {
        List<StateWrite> writes = new ArrayList<>();
        recorded.writes().forEach((key, value) -> writes.add(new StateWrite(key, value)));
        int block = transactions.size();
        identities.add(recorded.creator());
        transactions.add(new LedgerTransaction(
                block,
                0,
                "tx" + block,
                "federation",
                recorded.creator().mspId(),
                "no certificate in memory".getBytes(StandardCharsets.UTF_8),
                Instant.ofEpochMilli(recorded.timestampMillis()),
                "fedfabric",
                recorded.function(),
                recorded.arguments(),
                recorded.reads().stream()
                        .map(key -> new StateRead(key, new StateVersion(0, 0)))
                        .toList(),
                writes,
                false,
                recorded.eventName() == null ? null : new ChaincodeEvent(recorded.eventName(), recorded.eventPayload()),
                200,
                recorded.response(),
                List.of(
                        new Endorser("OrgB", null, true),
                        new Endorser("OrgA", null, true),
                        new Endorser("OrgC", null, false)),
                TransactionStatus.VALID,
                TransactionStatus.VALID));
    }
}
