package org.fedfabric.embedded.state;

import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;

/** The values of all keys at one height of a channel. Immutable: holding one is holding a snapshot. */
public final class WorldState {
    /** The state before the first transaction. */
    public static final WorldState EMPTY = new WorldState(Map.of());

    private final Map<String, SortedTree<VersionedValue>> namespaces;

    private WorldState(Map<String, SortedTree<VersionedValue>> namespaces) {
        this.namespaces = namespaces;
    }

    /** The key's value, or null if it has none. */
    public VersionedValue get(String namespace, String key) {
        return tree(namespace).get(key);
    }

    /**
     * The entries from {@code start} (inclusive) to {@code end} (exclusive), in the order of their UTF-8 bytes.
     *
     * @param end the end; empty means that the range is open
     */
    public Iterator<Map.Entry<String, VersionedValue>> range(String namespace, String start, String end) {
        return new UntilIterator(tree(namespace).from(start), end, /* inclusive= */ false);
    }

    /** As {@link #range}, with the end included. */
    Iterator<Map.Entry<String, VersionedValue>> closedRange(String namespace, String start, String end) {
        return new UntilIterator(tree(namespace).from(start), end, /* inclusive= */ true);
    }

    /** The state after a transaction's writes to one namespace. */
    public WorldState with(String namespace, Iterable<KVWrite> writes, StateVersion version) {
        SortedTree<VersionedValue> tree = tree(namespace);
        for (KVWrite write : writes) {
            ByteString value = write.getValue();
            tree = write.getIsDelete() || value.isEmpty()
                    ? tree.without(write.getKey())
                    : tree.with(write.getKey(), new VersionedValue(value, version));
        }
        Map<String, SortedTree<VersionedValue>> changed = new HashMap<>(namespaces);
        changed.put(namespace, tree);
        return new WorldState(Collections.unmodifiableMap(changed));
    }

    private SortedTree<VersionedValue> tree(String namespace) {
        return namespaces.getOrDefault(namespace, SortedTree.empty());
    }

    private static final class UntilIterator implements Iterator<Map.Entry<String, VersionedValue>> {
        private final Iterator<Map.Entry<String, VersionedValue>> entries;
        private final String end;
        private final boolean inclusive;
        private Map.Entry<String, VersionedValue> next;

        UntilIterator(Iterator<Map.Entry<String, VersionedValue>> entries, String end, boolean inclusive) {
            this.entries = entries;
            this.end = end;
            this.inclusive = inclusive;
            advance();
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Map.Entry<String, VersionedValue> next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            Map.Entry<String, VersionedValue> current = next;
            advance();
            return current;
        }

        private void advance() {
            next = entries.hasNext() ? entries.next() : null;
            if (next != null && !end.isEmpty()) {
                int order = Utf8Order.INSTANCE.compare(next.getKey(), end);
                if (order > 0 || (order == 0 && !inclusive)) {
                    next = null;
                }
            }
        }
    }
}
