package org.fedfabric.audit.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fedfabric.audit.chain.ChaincodeEvent;
import org.fedfabric.audit.chain.LedgerTransaction;
import org.fedfabric.audit.chain.StateRead;
import org.fedfabric.audit.chain.StateWrite;

/** What endorsers signed, beside what the rules give: every write, deletion, read, event and response. */
final class Comparison {
    /** A success, in the status that Fabric's chaincode answers with. */
    private static final int SUCCESS = 200;

    private final LedgerTransaction transaction;
    private final List<Difference> differences = new ArrayList<>();

    /**
     * One thing that is not as the rules give it.
     *
     * @param kind stable name
     * @param sentence what is on the ledger, and what the rules give
     */
    record Difference(String kind, String sentence) {}

    private Comparison(LedgerTransaction transaction) {
        this.transaction = transaction;
    }

    /** All differences between a transaction and what its execution came to. */
    static List<Difference> of(LedgerTransaction transaction, ReplayState.Execution execution, byte[] payload) {
        Comparison comparison = new Comparison(transaction);
        comparison.writes(execution);
        comparison.event(execution.event);
        comparison.response(payload);
        // Keys of a range are not read one by one, and the chain's audit checks ranges as a whole.
        if (!transaction.hasRangeQueries()) {
            comparison.reads(execution.reads);
        }
        return List.copyOf(comparison.differences);
    }

    private void writes(ReplayState.Execution execution) {
        Map<String, byte[]> recorded = new TreeMap<>();
        for (StateWrite write : transaction.writes()) {
            recorded.put(write.key(), write.value());
        }
        SortedSet<String> keys = new TreeSet<>(recorded.keySet());
        keys.addAll(execution.writes.keySet());
        for (String key : keys) {
            if (!recorded.containsKey(key)) {
                byte[] value = execution.writes.get(key);
                add(
                        "missing-write",
                        (value == null ? "does not delete " : "does not write ")
                                + Words.subject(key)
                                + (value == null ? ", and the rules do" : "; by the rules it is " + Words.text(value)));
            } else if (!execution.writes.containsKey(key)) {
                byte[] value = recorded.get(key);
                add(
                        "extra-write",
                        (value == null ? "deletes " : "writes ") + Words.subject(key) + ", and the rules do not"
                                + (value == null ? "" : "; on the ledger it is " + Words.text(value)));
            } else {
                compare(key, recorded.get(key), execution.writes.get(key));
            }
        }
    }

    private void compare(String key, byte[] ledger, byte[] rules) {
        if (Arrays.equals(ledger, rules)) {
            return;
        }
        if (ledger == null || rules == null) {
            add(
                    "write",
                    (ledger == null ? "deletes " : "writes ")
                            + Words.subject(key)
                            + (ledger == null
                                    ? "; by the rules it is " + Words.text(rules)
                                    : ", which the rules delete; on the ledger it is " + Words.text(ledger)));
        } else {
            add("write", "writes " + Words.subject(key) + " otherwise: " + Words.difference(ledger, rules));
        }
    }

    private void event(ChaincodeEvent rules) {
        ChaincodeEvent ledger = transaction.event();
        if (ledger == null && rules == null) {
            return;
        }
        if (ledger == null || rules == null || !ledger.name().equals(rules.name())) {
            add("event", "sends " + name(ledger) + " on the ledger, and " + name(rules) + " by the rules");
        } else if (!Arrays.equals(ledger.payload(), rules.payload())) {
            add(
                    "event",
                    "sends " + name(ledger) + " otherwise: " + Words.difference(ledger.payload(), rules.payload()));
        }
    }

    private void response(byte[] payload) {
        if (transaction.responseStatus() != SUCCESS) {
            add(
                    "response",
                    "answers with status " + transaction.responseStatus() + " on the ledger, and with " + SUCCESS
                            + " by the rules");
        } else if (!Arrays.equals(transaction.responsePayload(), payload)) {
            add("response", "answers otherwise: " + Words.difference(transaction.responsePayload(), payload));
        }
    }

    /** A read that is left out is a conflict that nobody would see. */
    private void reads(SortedSet<String> rules) {
        SortedSet<String> ledger =
                transaction.reads().stream().map(StateRead::key).collect(Collectors.toCollection(TreeSet::new));
        SortedSet<String> absent = new TreeSet<>(rules);
        absent.removeAll(ledger);
        SortedSet<String> surplus = new TreeSet<>(ledger);
        surplus.removeAll(rules);
        absent.forEach(
                key -> add("read", "does not say that it read " + Words.subject(key) + ", and the rules read it"));
        surplus.forEach(key -> add("read", "says that it read " + Words.subject(key) + ", and the rules do not"));
    }

    private void add(String kind, String what) {
        differences.add(new Difference("rules-" + kind, transaction.function() + " " + what));
    }

    private static String name(ChaincodeEvent event) {
        return event == null ? "no event" : "the event " + event.name();
    }
}
