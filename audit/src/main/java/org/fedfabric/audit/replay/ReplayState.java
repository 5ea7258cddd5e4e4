package org.fedfabric.audit.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fedfabric.audit.chain.ChaincodeEvent;
import org.fedfabric.audit.chain.LedgerTransaction;
import org.fedfabric.audit.chain.StateWrite;
import org.fedfabric.chaincode.FabricKeys;
import org.fedfabric.chaincode.ledger.LedgerState;
import org.fedfabric.chaincode.ledger.StateKey;
import org.fedfabric.chaincode.ledger.StatePage;
import org.fedfabric.protocol.canonical.CanonicalJson;

/** The chaincode's state as recorded writes make it, under Fabric's keys. */
final class ReplayState {
    private final TreeMap<String, byte[]> values = new TreeMap<>();

    /** Takes over what a transaction wrote. */
    void apply(LedgerTransaction transaction) {
        for (StateWrite write : transaction.writes()) {
            if (write.value() == null) {
                values.remove(write.key());
            } else {
                values.put(write.key(), write.value());
            }
        }
    }

    /** The bytes under a key, or null. */
    byte[] bytes(String key) {
        return values.get(key);
    }

    /** The record under a key; empty if there is none, or none of this type. */
    <T> Optional<T> record(StateKey key, Class<T> type) {
        byte[] bytes = values.get(FabricKeys.text(key));
        return bytes == null ? Optional.empty() : read(bytes, type);
    }

    /** The records under the keys that begin with all parts of a prefix, in key order. */
    <T> List<T> records(StateKey prefix, Class<T> type) {
        return under(FabricKeys.text(prefix)).values().stream()
                .flatMap(bytes -> read(bytes, type).stream())
                .toList();
    }

    /** A record from bytes that anybody may have written; empty if they are none of this type. */
    static <T> Optional<T> read(byte[] bytes, Class<T> type) {
        try {
            return Optional.of(CanonicalJson.read(bytes, type));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A transaction's view of this state. */
    Execution begin(String channel, long timestampMillis) {
        return new Execution(channel, timestampMillis);
    }

    private SortedMap<String, byte[]> under(String prefix) {
        // Parts are ASCII, so U+FFFF lies behind every key.
        return values.subMap(prefix, prefix + '\uffff');
    }

    /** One execution: what it read and what it would write, with Fabric's manners. */
    final class Execution implements LedgerState {
        /** Keys read one by one. */
        final SortedSet<String> reads = new TreeSet<>();

        /** Keys written, with null for a deletion. */
        final SortedMap<String, byte[]> writes = new TreeMap<>();

        /** The event, or null. */
        ChaincodeEvent event;

        private final String channel;
        private final long timestampMillis;

        private Execution(String channel, long timestampMillis) {
            this.channel = channel;
            this.timestampMillis = timestampMillis;
        }

        @Override
        public byte[] get(StateKey key) {
            String text = FabricKeys.text(key);
            reads.add(text);
            byte[] value = values.get(text);
            return value == null || value.length == 0 ? null : value.clone();
        }

        @Override
        public void put(StateKey key, byte[] value) {
            writes.put(FabricKeys.text(key), value.clone());
        }

        @Override
        public void delete(StateKey key) {
            writes.put(FabricKeys.text(key), null);
        }

        @Override
        public StatePage page(StateKey prefix, int size, StateKey from) {
            SortedMap<String, byte[]> rows = under(FabricKeys.text(prefix));
            if (from != null) {
                rows = rows.tailMap(FabricKeys.text(from));
            }
            List<byte[]> page = new ArrayList<>();
            for (Map.Entry<String, byte[]> row : rows.entrySet()) {
                if (page.size() == size) {
                    return new StatePage(page, FabricKeys.parse(row.getKey()));
                }
                page.add(row.getValue().clone());
            }
            return new StatePage(page, null);
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
            event = new ChaincodeEvent(name, payload.clone());
        }
    }
}
