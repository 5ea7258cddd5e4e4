package org.fedfabric.chaincode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fedfabric.chaincode.ledger.LedgerState;
import org.fedfabric.chaincode.ledger.StateKey;
import org.fedfabric.chaincode.ledger.StatePage;

/** A channel's state in memory, with Fabric's manners: reads see committed values only, an empty value deletes. */
final class TestLedger {
    private final String channel;
    private final TreeMap<String, byte[]> committed = new TreeMap<>();
    private final Map<String, StateKey> keys = new TreeMap<>();

    TestLedger(String channel) {
        this.channel = channel;
    }

    /** A transaction's view at this time. */
    Transaction begin(long timestampMillis) {
        return new Transaction(timestampMillis);
    }

    /** The whole state as text, to compare before and after. */
    Map<String, String> snapshot() {
        Map<String, String> texts = new TreeMap<>();
        committed.forEach((key, value) -> texts.put(key, new String(value, StandardCharsets.UTF_8)));
        return texts;
    }

    /** Writes these words over those in every record, as if they had been written from the start. */
    void rewrite(String from, String to) {
        committed.replaceAll((key, value) ->
                new String(value, StandardCharsets.UTF_8).replace(from, to).getBytes(StandardCharsets.UTF_8));
    }

    /** Reads, writes and event of one transaction; nothing counts before {@link #commit}. */
    final class Transaction implements LedgerState {
        private final long timestampMillis;
        final TreeSet<String> reads = new TreeSet<>();
        final TreeMap<String, String> writes = new TreeMap<>();
        boolean ranged;
        String eventName;
        String eventPayload;

        private Transaction(long timestampMillis) {
            this.timestampMillis = timestampMillis;
        }

        void commit() {
            writes.forEach((key, value) -> {
                if (value.isEmpty()) {
                    committed.remove(key);
                } else {
                    committed.put(key, value.getBytes(StandardCharsets.UTF_8));
                }
            });
        }

        @Override
        public byte[] get(StateKey key) {
            reads.add(text(key));
            byte[] value = committed.get(text(key));
            return value == null ? null : value.clone();
        }

        @Override
        public void put(StateKey key, byte[] value) {
            if (ranged) {
                throw new IllegalStateException("Fabric refuses a write after a paged query");
            }
            writes.put(text(key), new String(value, StandardCharsets.UTF_8));
        }

        @Override
        public void delete(StateKey key) {
            writes.put(text(key), "");
        }

        @Override
        public StatePage page(StateKey prefix, int size, StateKey from) {
            ranged = true;
            String start = from == null ? text(prefix) : text(from);
            List<byte[]> values = new ArrayList<>();
            for (Map.Entry<String, byte[]> row : committed.tailMap(start, true).entrySet()) {
                if (!row.getKey().startsWith(text(prefix))) {
                    break;
                }
                if (values.size() == size) {
                    return new StatePage(values, keys.get(row.getKey()));
                }
                values.add(row.getValue().clone());
            }
            return new StatePage(values, null);
        }

        @Override
        public long timestampMillis() {
            return timestampMillis;
        }

        @Override
        public String channel() {
            return channel;
        }

        @Override
        public void event(String name, byte[] payload) {
            if (eventName != null) {
                throw new IllegalStateException("A transaction has one event");
            }
            eventName = name;
            eventPayload = new String(payload, StandardCharsets.UTF_8);
        }

        private String text(StateKey key) {
            String text = key.kind() + "/"
                    + key.parts().stream().map(part -> part + "/").collect(Collectors.joining());
            keys.put(text, key);
            return text;
        }
    }
}
