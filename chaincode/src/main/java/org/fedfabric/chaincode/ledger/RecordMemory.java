package org.fedfabric.chaincode.ledger;

import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;

/**
 * Large records as read from their bytes, the least recently used forgotten first: the task and the version that every Submit
 * reads and hardly any transaction writes, and the pages of a roster, which every Close and Advance reads whole and mostly
 * finds as they were. Hashing a record costs a tenth of parsing it. Named by their content, so what is remembered cannot be
 * wrong; records are immutable, so it can be shared.
 */
public final class RecordMemory {
    /** Rosters of 16,384 members beside a few tasks; about four times as much as objects. */
    private static final long MOST_BYTES = 8L << 20;

    private final Map<String, Known> byName = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);
    private long bytes;

    private record Known(Object value, int bytes) {}

    /** Nothing is remembered yet. */
    public RecordMemory() {}

    /** The record of this type that these bytes are. */
    <T> T read(byte[] canonical, Class<T> type) {
        String name = type.getName() + HexFormat.of().formatHex(Digests.sha256(canonical));
        synchronized (this) {
            Known known = byName.get(name);
            if (known != null) {
                return type.cast(known.value());
            }
        }
        T value = CanonicalJson.read(canonical, type);
        remember(name, new Known(value, canonical.length));
        return value;
    }

    private synchronized void remember(String name, Known record) {
        Known before = byName.put(name, record);
        bytes += record.bytes() - (before == null ? 0 : before.bytes());
        Iterator<Known> eldest = byName.values().iterator();
        while (bytes > MOST_BYTES) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }

    /** Bytes of all records it remembers. */
    synchronized long bytes() {
        return bytes;
    }
}
